package dev.shieldwall.crypto.keystore;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeapAfterwardsTest {

    @TempDir
    private Path folder;

    @Test
    void noCopyOfAKeyIsLeftWhereItWasWrittenOrReadOrNot() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UnlockExperimentalVMOptions", "-XX:+UseEpsilonGC", "-Xmx256m", "-XX:-UsePerfData",
                        "-cp", System.getProperty("java.class.path"),
                        HeapAfterwards.class.getName(), folder.resolve("heap.hprof").toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(said).endsWith("written 0, failed 0, refused 0, read 0\n");
        assertThat(process.waitFor()).isZero();
    }
}
