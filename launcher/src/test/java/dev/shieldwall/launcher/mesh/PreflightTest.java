package dev.shieldwall.launcher.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shieldwall.launcher.FreePorts;
import dev.shieldwall.launcher.folder.DataFolder;
import dev.shieldwall.launcher.folder.Refusal;
import dev.shieldwall.launcher.process.Journal;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreflightTest {

    @TempDir
    Path folder;

    private final Journal journal = new Journal(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8), Clock.systemUTC());
    private MeshPlan plan;

    @BeforeEach
    void plan() throws Exception {
        var data = new DataFolder(folder.resolve("data"));
        data.open(FreePorts.block());
        plan = MeshPlan.of(data, Programs.ofThisProcess());
    }

    @Test
    void aTakenPortIsNamed() throws Exception {
        for (int port : plan.ports().all(plan.replicas())) {
            try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                assertThatThrownBy(() -> Preflight.check(plan, journal))
                        .isInstanceOf(Refusal.class)
                        .hasMessageContaining("port " + port + " is taken")
                        .hasMessageContaining("--port-base");
            }
        }
        Preflight.check(plan, journal);
    }

    @Test
    void everyProcessHasAPortOfItsOwn() {
        assertThat(plan.ports().all(plan.replicas())).doesNotHaveDuplicates().hasSize(7 + 2 * 4);
    }

    @Test
    void noSecretStandsOnACommandLine() {
        for (String name : plan.recorders()) {
            assertThat(plan.program(name).command(List.of()).toString())
                    .doesNotContainIgnoringCase("password")
                    .doesNotContain("secrets");
        }
    }
}
