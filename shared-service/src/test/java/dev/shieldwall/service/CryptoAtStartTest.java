package dev.shieldwall.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Configuration;

/** In a JVM of its own, because a process tests its cryptography once. */
class CryptoAtStartTest {

    /** Anything that Spring starts: it has neither genesis nor database, so it ends before it would need them. */
    @Configuration
    static class Anything {

        static final String STARTED = "started";

        public static void main(String[] arguments) {
            new SpringApplicationBuilder(Anything.class).run("--spring.main.web-application-type=none");
            System.out.println(STARTED);
        }
    }

    @Test
    void aDemandedLibraryThatIsMissingStopsTheStartWithOneLine() throws Exception {
        Process process = start("-Dshieldwall.ed25519.backend=abacus");
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isOne();
        assertThat(said).doesNotContain(Anything.STARTED);
        assertThat(said.lines().filter(line -> line.contains("Exception in thread")))
                .singleElement()
                .asString()
                .contains("Ed25519 by the libraries present fails its self-test")
                .contains("the required signature backend 'abacus' is not present");
    }

    @Test
    void oneThatIsPresentDoesNot() throws Exception {
        Process process = start("-Dshieldwall.ed25519.backend=bouncy-castle");
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(said).doesNotContain("fails its self-test");
    }

    private static Process start(String demanded) throws Exception {
        var builder = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", demanded,
                Anything.class.getName()));
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        return builder.redirectErrorStream(true).start();
    }
}
