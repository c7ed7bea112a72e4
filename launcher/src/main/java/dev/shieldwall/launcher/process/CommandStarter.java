package dev.shieldwall.launcher.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Starts a command with its output appended to a file. The command is asked for at each start, because it may have
 * changed since (a start-up cache that exists by now).
 */
public record CommandStarter(Supplier<List<String>> command, Map<String, String> environment, Path log)
        implements Starter {

    public CommandStarter {
        environment = Map.copyOf(environment);
    }

    @Override
    public ProcessHandle start() throws IOException {
        var builder = new ProcessBuilder(command.get());
        builder.environment().putAll(environment);
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        return builder.start().toHandle();
    }
}
