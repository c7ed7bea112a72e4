package dev.shieldwall.launcher.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Keeps a log within bounds while its writer holds it open: the content is copied aside and the file cut to nothing.
 * The writer appends, so it goes on at the new end; lines written between copy and cut are lost.
 */
public record LogRotation(long mostBytes, int kept) {

    public static final LogRotation DEFAULT = new LogRotation(8L << 20, 3);

    /** Files NAME.1 (newest) to NAME.kept hold what was cut. */
    public void rotate(Path log) throws IOException {
        if (!Files.exists(log) || Files.size(log) <= mostBytes) {
            return;
        }
        for (int age = kept - 1; age >= 1; age--) {
            if (Files.exists(aged(log, age))) {
                Files.move(aged(log, age), aged(log, age + 1), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Files.copy(log, aged(log, 1), StandardCopyOption.REPLACE_EXISTING);
        try (var channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
            channel.truncate(0);
        }
    }

    static Path aged(Path log, int age) {
        return log.resolveSibling(log.getFileName() + "." + age);
    }
}
