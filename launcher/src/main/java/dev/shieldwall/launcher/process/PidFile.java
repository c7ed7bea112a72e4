package dev.shieldwall.launcher.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Who was started under a name: process id and start time, so that a reused process id is never mistaken for it.
 */
public record PidFile(Path file) {

    public void write(ProcessHandle process) throws IOException {
        Files.writeString(file, process.pid() + " " + startMillis(process) + "\n");
    }

    public void delete() throws IOException {
        Files.deleteIfExists(file);
    }

    /** The recorded process, if that very process still runs. */
    public Optional<ProcessHandle> living() {
        try {
            List<String> words = List.of(Files.readString(file).strip().split(" "));
            if (words.size() != 2) {
                return Optional.empty();
            }
            long start = Long.parseLong(words.get(1));
            return ProcessHandle.of(Long.parseLong(words.getFirst()))
                    .filter(ProcessHandle::isAlive)
                    .filter(process -> startMillis(process) == start);
        } catch (IOException | NumberFormatException e) {
            return Optional.empty(); // never written, or torn by a power cut: then nothing of it runs either
        }
    }

    private static long startMillis(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }
}
