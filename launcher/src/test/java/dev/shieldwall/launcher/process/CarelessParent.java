package dev.shieldwall.launcher.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A process that never waits for its child, as process 1 of many containers: what ends there stays as a zombie. */
public record CarelessParent(Process process, ProcessHandle child) implements AutoCloseable {

    public static CarelessParent start() throws IOException, InterruptedException {
        Process parent = new ProcessBuilder("bash", "-c", "sleep 600 & echo $!; exec sleep 600").start();
        ProcessHandle child = ProcessHandle.of(Long.parseLong(parent.inputReader().readLine())).orElseThrow();
        while (!Files.readString(Path.of("/proc", Long.toString(parent.pid()), "comm")).equals("sleep\n")) {
            Thread.sleep(10); // the shell would wait for its child
        }
        return new CarelessParent(parent, child);
    }

    /** Returns when the child has ended, and its parent has not heard of it. */
    public void killChild() throws IOException, InterruptedException {
        child.destroyForcibly();
        while (!Files.readString(Path.of("/proc", Long.toString(child.pid()), "stat")).contains(") Z ")) {
            Thread.sleep(10);
        }
    }

    @Override
    public void close() {
        child.destroyForcibly();
        process.destroyForcibly();
    }
}
