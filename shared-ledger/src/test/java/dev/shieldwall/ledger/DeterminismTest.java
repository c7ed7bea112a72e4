package dev.shieldwall.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Two replicas that disagree are an outage, so the same blocks give the same roots wherever they run. */
class DeterminismTest {

    /** Changes only with the format of what is hashed, and then every mesh needs a new genesis. */
    private static final String GOLDEN = "b8a65bebb422bc3ddcada0b34ae78ec6b3476362a673089f347fd43f83015337"
            + " ee0e38dfec5f986c448d3a97575c1e399d7dc1820a685338ab973565efb54dd1"
            + " 745b97799cef1b41a1496ac7011fe540f6870931be6e6aa9b19c900b92f1a0b6";

    @Test
    void theRootsOfAFixedRunNeverChange() {
        assertThat(GoldenRun.roots()).isEqualTo(GOLDEN);
    }

    /** Another JVM salts its immutable collections differently, and here it also numbers its objects from 1. */
    @Test
    void anotherJvmComesToTheSameRoots() throws Exception {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process process = new ProcessBuilder(
                java.toString(), "-XX:+UnlockExperimentalVMOptions", "-XX:hashCode=3", "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                GoldenRun.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(printed).isEqualTo(GOLDEN);
    }
}
