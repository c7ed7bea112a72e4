package dev.shieldwall.launcher;

import dev.shieldwall.crypto.keystore.KeyFileException;
import dev.shieldwall.launcher.command.CallCommand;
import dev.shieldwall.launcher.command.Command;
import dev.shieldwall.launcher.command.DownCommand;
import dev.shieldwall.launcher.command.Invocation;
import dev.shieldwall.launcher.command.VerifyCommand;
import dev.shieldwall.launcher.command.TokenCommand;
import dev.shieldwall.launcher.command.SignCommand;
import dev.shieldwall.launcher.command.DemoCommand;
import dev.shieldwall.launcher.command.KillCommand;
import dev.shieldwall.launcher.command.ResetCommand;
import dev.shieldwall.launcher.command.SelfTestCommand;
import dev.shieldwall.launcher.command.StartCommand;
import dev.shieldwall.launcher.command.StatusCommand;
import dev.shieldwall.launcher.command.UpCommand;
import dev.shieldwall.launcher.folder.Refusal;
import java.io.IOException;
import java.util.List;

/** The part of {@code ./shieldwall} that is written in Java: finds the subcommand and runs it. */
public final class ShieldwallCommand {

    private static final List<Command> COMMANDS = List.of(
            new UpCommand(),
            new DownCommand(),
            new StatusCommand(),
            new KillCommand(),
            new StartCommand(),
            new SignCommand(),
            new TokenCommand(),
            new CallCommand(),
            new VerifyCommand(),
            new SelfTestCommand(),
            new DemoCommand(),
            new ResetCommand());

    private ShieldwallCommand() {}

    public static void main(String[] words) throws InterruptedException {
        System.exit(run(List.of(words)));
    }

    static int run(List<String> words) throws InterruptedException {
        try {
            Invocation invocation = Invocation.parse(words, System.out);
            for (Command command : COMMANDS) {
                if (command.name().equals(invocation.command())) {
                    return command.run(invocation);
                }
            }
            throw new Invocation.UsageException("there is no command " + invocation.command());
        } catch (Invocation.UsageException e) {
            System.err.println("shieldwall: " + e.getMessage() + "; ./shieldwall --help lists what there is");
            return Command.USAGE;
        } catch (Refusal | KeyFileException e) {
            System.err.println("shieldwall: " + e.getMessage());
            return Command.FAILED;
        } catch (IOException e) {
            System.err.println("shieldwall: " + e);
            return Command.FAILED;
        }
    }
}
