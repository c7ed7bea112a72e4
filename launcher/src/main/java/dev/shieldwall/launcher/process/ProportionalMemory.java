package dev.shieldwall.launcher.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Memory of processes as PSS: shared pages count once, divided among those who share them. */
public final class ProportionalMemory {

    private static final String LINE = "Pss:";

    private ProportionalMemory() {}

    /** The process and all that descend from it, in KiB; 0 where the kernel does not say. */
    public static long kib(ProcessHandle process) {
        try (Stream<ProcessHandle> children = process.descendants()) {
            return one(process.pid()) + children.mapToLong(child -> one(child.pid())).sum();
        }
    }

    /** The process alone. */
    public static long ownKib(ProcessHandle process) {
        return one(process.pid());
    }

    private static long one(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "smaps_rollup"))) {
            return lines.filter(line -> line.startsWith(LINE))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException | UncheckedIOException e) {
            return 0; // ended meanwhile
        }
    }
}
