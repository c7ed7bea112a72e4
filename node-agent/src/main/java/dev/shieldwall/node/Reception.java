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

    @Option(names = "--peer-files", paramLabel = "N", defaultValue = "1000",
            description = "files of one sender that the folder holds at most (default: ${DEFAULT-VALUE})")
    private long peerFiles;

    @Option(names = "--peer-bytes", paramLabel = "N", defaultValue = "34359738368",
            description = "bytes of one sender that the folder holds at most (default: 32 GiB)")
    private long peerBytes;

    @Option(names = "--all-files", paramLabel = "N", defaultValue = "10000",
            description = "files of all senders that the folder holds at most (default: ${DEFAULT-VALUE})")
    private long allFiles;

    @Option(names = "--all-bytes", paramLabel = "N", defaultValue = "137438953472",
            description = "bytes of all senders that the folder holds at most (default: 128 GiB)")
    private long allBytes;

    ReceivedFiles files(PrintStream out, Consumer<Path> whole) throws IOException {
        var holdings = new Holdings(
                into, new Holdings.Most(peerFiles, peerBytes), new Holdings.Most(allFiles, allBytes));
        return new ReceivedFiles(holdings, maxBytes, out, whole);
    }
}
