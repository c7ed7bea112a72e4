package dev.shieldwall.launcher.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.launcher.process.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a real JVM that records, and one that uses what was recorded. */
class StartCacheTest {

    @TempDir
    Path folder;

    private JavaProgram program;
    private StartCache cache;

    @BeforeEach
    void jar() throws IOException {
        Path jar = folder.resolve("child.jar");
        String name = ChildProcess.class.getName().replace('.', '/') + ".class";
        try (var out = new JarOutputStream(Files.newOutputStream(jar));
                var in = Objects.requireNonNull(ChildProcess.class.getResourceAsStream("/" + name))) {
            out.putNextEntry(new JarEntry(name));
            out.write(in.readAllBytes());
        }
        program = new JavaProgram(ChildProcess.class.getName(), jar.toString(), List.of("-Xmx32m"), List.of());
        cache = new StartCache(folder.resolve("child.aot"), program);
    }

    private Process start(List<String> flags) throws Exception {
        Path log = folder.resolve("out");
        var builder = new ProcessBuilder(program.command(flags)).redirectErrorStream(true);
        builder.environment().putAll(program.environment());
        Process process = builder.redirectOutput(log.toFile()).start();
        while (!Files.readString(log).contains("child is up")) {
            assertThat(process.isAlive()).as(Files.readString(log)).isTrue();
            Thread.sleep(20);
        }
        return process;
    }

    private static void end(Process process) throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aRunningProcessYieldsACacheThatTheNextOneUses() throws Exception {
        assertThat(cache.flags(false)).isEmpty();
        Process first = start(cache.flags(true));
        assertThat(cache.finish(first.pid())).isTrue();
        assertThat(first.isAlive()).isTrue();
        end(first);

        assertThat(cache.missing()).isFalse();
        assertThat(cache.flags(true)).isEqualTo(cache.flags(false)).contains("-XX:AOTCache=" + cache.file());
        // "on" instead of the default "auto": the JVM ends if it cannot use the cache.
        var strict = new ArrayList<>(cache.flags(false));
        strict.add("-XX:AOTMode=on");
        end(start(strict));
        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> folder.relativize(file).toString()))
                    .containsExactlyInAnyOrder("child.jar", "child.aot", "out");
        }
    }

    @Test
    void aProcessThatRecordsNothingYieldsNothing() throws Exception {
        Process plain = start(List.of());
        assertThat(cache.finish(plain.pid())).isFalse();
        assertThat(cache.missing()).isTrue();
        assertThat(plain.isAlive()).isTrue();
        end(plain);
    }
}
