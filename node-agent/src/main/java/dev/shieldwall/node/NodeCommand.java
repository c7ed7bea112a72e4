package dev.shieldwall.node;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code ./shieldwall node}: takes part in an ASoc cluster from a terminal. */
@Command(
        name = "./shieldwall node",
        description = "Joins a cluster of ASoc nodes, sends files to them and receives theirs.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {InitCommand.class, JoinCommand.class, SendCommand.class, ReceiveCommand.class, PeersCommand.class},
        footer = {
            "",
            "A peer is given as NODE-ID@HOST:PORT; 'init' prints the first part.",
            "exit codes: 0 done, 1 failed, 2 wrong command line"
        })
public final class NodeCommand {

    private NodeCommand() {}

    /** The folder to take if none is named comes first, as the script has it. */
    public static void main(String[] words) {
        System.exit(run(Path.of(words[0]), System.out, java.util.Arrays.copyOfRange(words, 1, words.length)));
    }

    static int run(Path defaultHome, PrintStream out, String... words) {
        var line = new CommandLine(new NodeCommand(), new CommandsWith(out));
        line.setDefaultValueProvider(argument ->
                argument.isOption() && argument.paramLabel().equals("HOME") ? defaultHome.toString() : null);
        line.setExecutionExceptionHandler((failure, command, _) -> {
            if (failure instanceof IOException || failure instanceof InterruptedException) {
                command.getErr().println("shieldwall: " + failure.getMessage());
                return CommandLine.ExitCode.SOFTWARE;
            }
            throw failure;
        });
        line.setParameterExceptionHandler((wrong, _) -> {
            CommandLine command = wrong.getCommandLine();
            command.getErr().println("shieldwall: " + wrong.getMessage() + " (" + command.getCommandSpec().qualifiedName() + " --help)");
            return CommandLine.ExitCode.USAGE;
        });
        return line.execute(words);
    }

    /** Gives every command the stream for what it has to say. */
    private record CommandsWith(PrintStream out) implements CommandLine.IFactory {

        @Override
        public <K> K create(Class<K> type) throws Exception {
            try {
                return type.getDeclaredConstructor(PrintStream.class).newInstance(out);
            } catch (NoSuchMethodException e) {
                return CommandLine.defaultFactory().create(type);
            }
        }
    }
}
