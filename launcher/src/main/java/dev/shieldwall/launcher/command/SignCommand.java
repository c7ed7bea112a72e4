package dev.shieldwall.launcher.command;

import dev.shieldwall.client.signing.CommandSigner;
import dev.shieldwall.launcher.folder.Refusal;
import dev.shieldwall.launcher.genesis.LocalGenesis;
import dev.shieldwall.launcher.signing.CommandTemplate;
import dev.shieldwall.launcher.signing.PrincipalKeys;
import dev.shieldwall.model.command.CapabilityCommand;
import dev.shieldwall.model.command.CommandJws;
import dev.shieldwall.model.command.CommandPayload;
import dev.shieldwall.model.command.SessionCommand;
import dev.shieldwall.model.command.SignedCommand;
import dev.shieldwall.model.genesis.Genesis;
import dev.shieldwall.model.identity.PrincipalId;
import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Prints a command file as a signed JWS, for curl and Swagger UI; what it filled in goes to standard error. */
public final class SignCommand implements Command {

    private static final long DEFAULT_SECONDS = 300;
    private static final Set<String> FLAGS = Set.of("--new-key", "--dry-run");
    private static final Set<String> OPTIONS = Set.of("--key", "--as", "--set", "--seconds");

    @Override
    public String name() {
        return "sign";
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        Options options = Options.parse(invocation.arguments(), FLAGS, OPTIONS);
        LocalGenesis local = Trust.local(invocation.data());
        Genesis genesis = local.read();
        Path file = Path.of(options.only("command file"));
        CommandTemplate template = CommandTemplate.parse(read(file), values(options, genesis));
        PrincipalId principal = options.principal("--as")
                .orElseGet(() -> template.principal(genesis.operators().getFirst().id()));
        var keys = new PrincipalKeys(local, invocation.data());
        Path keyFile = options.value("--key").map(Path::of).orElseGet(() -> keys.file(principal));
        requireKey(keyFile, options.has("--new-key"));
        Instant now = Instant.now();
        long seconds = options.seconds("--seconds", DEFAULT_SECONDS, CommandSigner.MAX_LIFETIME.toSeconds());
        SignedCommand signed = keys.sign(
                template, principal, keyFile, new CommandTemplate.Window(now, now.plusSeconds(seconds)));
        System.err.println(summary(signed.payload()));
        if (!options.has("--dry-run")) {
            print(invocation.out(), new String(signed.jws().toArray(), StandardCharsets.US_ASCII));
        }
        return OK;
    }

    /** A command has one spelling, so a file of it, or a pipe into curl, must not end in a newline. A terminal should. */
    private static void print(PrintStream out, String jws) {
        Console terminal = System.console();
        out.print(jws);
        if (terminal != null && terminal.isTerminal()) {
            out.println();
        }
        out.flush();
    }

    private static String read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new Refusal("no such file: " + file);
        }
        if (Files.size(file) > CommandJws.MAX_PAYLOAD_BYTES) {
            throw new Refusal(file + " is longer than " + CommandJws.MAX_PAYLOAD_BYTES + " bytes");
        }
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (CharacterCodingException e) {
            throw new Refusal(file + " is not UTF-8 text");
        }
    }

    private static Map<String, String> values(Options options, Genesis genesis) {
        var values = new HashMap<String, String>();
        values.put("trustDomain", genesis.trustDomain());
        for (String setting : options.values("--set")) {
            int equals = setting.indexOf('=');
            if (equals < 1) {
                throw new Invocation.UsageException("--set takes NAME=VALUE");
            }
            values.put(setting.substring(0, equals), setting.substring(equals + 1));
        }
        return values;
    }

    private static void requireKey(Path file, boolean mayMakeOne) throws IOException {
        if (Files.exists(file)) {
            return;
        }
        if (!mayMakeOne) {
            throw new Refusal("no key in " + file + "; --key FILE names one, --new-key makes it");
        }
        PrincipalKeys.ensure(file);
        System.err.println("made a new key in " + file);
    }

    private static String summary(CommandPayload payload) {
        String ids = switch (payload.command()) {
            case CapabilityCommand.Grant grant -> " capabilityId=" + grant.capabilityId();
            case SessionCommand.Establish establish -> " sessionId=" + establish.sessionId();
            default -> "";
        };
        return "signed as " + payload.principal() + " commandId=" + payload.commandId() + ids + " notAfter="
                + Instant.ofEpochMilli(payload.notAfterMillis());
    }
}
