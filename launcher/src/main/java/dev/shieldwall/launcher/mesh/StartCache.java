package dev.shieldwall.launcher.mesh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Classes loaded, linked and profiled once and mapped at every later start (JEP 483, 514, 515). The first process of
 * its kind records while it does its real work; the recording is ended from outside, and another JVM makes the cache of
 * it. On a JDK that cannot end a recording from outside it ends with the process, and the cache is made at the next
 * start.
 *
 * @param file the finished cache
 * @param program whose class path and flags the cache is for; another program would ignore it
 */
record StartCache(Path file, JavaProgram program) {

    private static final int PATIENCE_SECONDS = 300;
    private static final List<String> QUIET = List.of("-Xlog:aot*=off", "-Xlog:cds*=off");

    /** What the JVM must be told: to use the cache, or to record for one if this is the process chosen for it. */
    List<String> flags(boolean recorder) {
        if (!missing()) {
            return quietly("-XX:AOTCache=" + file);
        }
        return recorder
                ? quietly("-XX:AOTMode=record", "-XX:AOTConfiguration=" + recording())
                : List.of();
    }

    private static List<String> quietly(String... flags) {
        var all = new ArrayList<>(QUIET);
        all.addAll(List.of(flags));
        return all;
    }

    boolean missing() {
        return !Files.exists(file);
    }

    private Path recording() {
        return file.resolveSibling(file.getFileName() + ".recording");
    }

    /** The JVM writes here first; the name of a cache in use never points at half of one. */
    private Path part() {
        return file.resolveSibling(file.getFileName() + ".part");
    }

    /** Ends the recording of a running process and makes the cache; false if there is nothing to make it of. */
    boolean finish(long pid) throws IOException, InterruptedException {
        run(new ProcessBuilder(JavaProgram.tool("jcmd").toString(), Long.toString(pid), "AOT.end_recording"));
        if (!Files.exists(recording())) {
            return false;
        }
        var maker = new ProcessBuilder(program.withoutMain(
                quietly("-XX:AOTMode=create", "-XX:AOTConfiguration=" + recording(), "-XX:AOTCache=" + part())));
        maker.environment().putAll(program.environment());
        boolean made = run(maker) && Files.exists(part());
        if (made) {
            Files.move(part(), file, StandardCopyOption.ATOMIC_MOVE);
        }
        Files.deleteIfExists(recording());
        return made;
    }

    private static boolean run(ProcessBuilder builder) throws IOException, InterruptedException {
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
        } finally {
            process.destroyForcibly();
        }
    }
}
