package dev.shieldwall.node;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** Options of commands that keep what they are sent. */
final class Reception {

    @Option(names = "--into", paramLabel = "DIR", defaultValue = "received",
            description = "folder for received files (default: ${DEFAULT-VALUE})")
    private Path into = Path.of("received");

    @Option(names = "--max-bytes", paramLabel = "N", defaultValue = "17179869184",
            description = "longest file that is taken (default: 16 GiB)")
    private long maxBytes;

    ReceivedFiles files(PrintStream out, Consumer<Path> whole) throws IOException {
        return new ReceivedFiles(into, maxBytes, out, whole);
    }
}
