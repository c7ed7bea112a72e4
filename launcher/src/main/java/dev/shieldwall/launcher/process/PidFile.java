package dev.shieldwall.launcher.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Who was started under a name: process id, and the tick of which boot it started at, so that a reused process id is
 * never mistaken for it. The time of day would not do: the kernel reckons it from a clock that people set.
 */
public record PidFile(Path file) {

    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
    /** proc_pid_stat(5): field 22, and this many behind the name, which stands in parentheses and may hold anything. */
    private static final int START_BEHIND_NAME = 19;
    private static final int STATE_BEHIND_NAME = 0;
    private static final String ZOMBIE = "Z";

    public void write(ProcessHandle process) throws IOException {
        Files.writeString(file, process.pid() + " " + start(process.pid()) + "\n");
    }

    public void delete() throws IOException {
        Files.deleteIfExists(file);
    }

    /** The recorded process, if that very process still runs. */
    public Optional<ProcessHandle> living() {
        try {
            String[] words = Files.readString(file).strip().split(" ", 2);
            long pid = Long.parseLong(words[0]);
            return words.length == 2 && start(pid).equals(words[1])
                    ? ProcessHandle.of(pid).filter(PidFile::runs)
                    : Optional.empty();
        } catch (IOException | NumberFormatException e) {
            return Optional.empty(); // never written, torn by a power cut, or gone: then nothing of it runs either
        }
    }

    /**
     * True until it has ended. Java takes a zombie for alive, and one stays as long as its parent does not wait for it:
     * for ever, where process 1 of a container does not.
     */
    public static boolean runs(ProcessHandle process) {
        try {
            return process.isAlive() && !stat(process.pid(), STATE_BEHIND_NAME).equals(ZOMBIE);
        } catch (IOException e) {
            return false; // it ended in between
        }
    }

    private static String start(long pid) throws IOException {
        return stat(pid, START_BEHIND_NAME) + " " + Files.readString(BOOT).strip();
    }

    private static String stat(long pid, int behindName) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ")[behindName];
    }
}
