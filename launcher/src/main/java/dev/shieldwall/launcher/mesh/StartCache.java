package dev.shieldwall.launcher.mesh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Classes loaded, linked and profiled once and mapped at every later start (JEP 483, 514, 515). The first process of
 * its kind records while it does its real work; when the mesh is healthy the recording is ended and written from
 * outside, and the process runs on.
 *
 * @param file the finished cache
 */
public record StartCache(Path file) {

    private static final int WRITE_SECONDS = 180;

    /** What the JVM must be told: to use the cache, or to record one if this is the process chosen for it. */
    List<String> flags(boolean recorder) {
        if (Files.exists(file)) {
            return List.of("-XX:AOTCache=" + file, "-Xlog:aot*=off");
        }
        return recorder ? List.of("-XX:AOTCacheOutput=" + part(), "-Xlog:aot*=off") : List.of();
    }

    boolean missing() {
        return !Files.exists(file);
    }

    /** The JVM writes here; the name of a cache in use never points at half of one. */
    private Path part() {
        return file.resolveSibling(file.getFileName() + ".part");
    }

    /** Ends the recording of a running process. Its file appears when it is complete; false if this JDK cannot. */
    boolean finish(long pid) throws IOException, InterruptedException {
        Process tool = new ProcessBuilder(
                        JavaProgram.tool("jcmd").toString(), Long.toString(pid), "AOT.end_recording")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!tool.waitFor(WRITE_SECONDS, TimeUnit.SECONDS)) {
            tool.destroyForcibly();
            return false;
        }
        if (tool.exitValue() != 0 || !Files.exists(part())) {
            return false;
        }
        Files.move(part(), file, StandardCopyOption.ATOMIC_MOVE);
        return true;
    }
}
