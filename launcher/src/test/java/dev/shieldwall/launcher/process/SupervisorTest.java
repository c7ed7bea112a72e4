package dev.shieldwall.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shieldwall.launcher.folder.Refusal;
import dev.shieldwall.launcher.process.ProcessStatus.State;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real children, real signals. */
class SupervisorTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private final ByteArrayOutputStream told = new ByteArrayOutputStream();
    private final Journal journal =
            new Journal(new PrintStream(told, true, StandardCharsets.UTF_8), Clock.systemUTC());
    private final List<Supervisor> supervisors = new ArrayList<>();

    @AfterEach
    void endAll() {
        supervisors.forEach(Supervisor::stopAll);
    }

    private ProcessSpec child(String name, Set<String> needs, String... habits) {
        Path log = folder.resolve(name + ".log");
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                ChildProcess.class.getName()));
        command.addAll(List.of(habits));
        var starter = new CommandStarter(
                () -> command, Map.of("CLASSPATH", System.getProperty("java.class.path")), log);
        Probe probe = new Probe.Postmaster(folder.resolve(name + ".ready"));
        return new ProcessSpec(name, 1, starter, probe, needs, new ProcessSpec.Stop("TERM", Duration.ofSeconds(3)), log);
    }

    /** The probe looks at the eighth line of a file. */
    private void declareHealthy(String name) throws IOException {
        Files.writeString(folder.resolve(name + ".ready"), "\n\n\n\n\n\n\nready   \n");
    }

    private Supervisor supervisor(ProcessSpec... specs) {
        var supervisor = new Supervisor(List.of(specs), folder, journal);
        supervisors.add(supervisor);
        return supervisor;
    }

    private static void tickUntil(Supervisor supervisor, BooleanSupplier reached) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!reached.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            supervisor.tick(System.nanoTime());
            supervisor.probe();
            Thread.sleep(20);
        }
    }

    /** Of one look: between two the process may have died. */
    private static boolean isAnother(long pid, long first) {
        return pid != 0 && pid != first;
    }

    private static State state(Supervisor supervisor, String name) {
        return status(supervisor, name).state();
    }

    private static ProcessStatus status(Supervisor supervisor, String name) {
        return supervisor.status().stream()
                .filter(row -> row.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatDiesIsStartedAgain() throws Exception {
        var supervisor = supervisor(child("a", Set.of()));
        declareHealthy("a");
        tickUntil(supervisor, supervisor::allHealthy);
        long first = supervisor.pid("a");

        ProcessHandle.of(first).orElseThrow().destroyForcibly();
        tickUntil(supervisor, () -> isAnother(supervisor.pid("a"), first));
        tickUntil(supervisor, supervisor::allHealthy);
        assertThat(status(supervisor, "a").restarts()).isEqualTo(1);
        assertThat(status(supervisor, "a").memoryKib()).isGreaterThan(1_000);
    }

    @Test
    void whatWasKilledOnPurposeStaysDownUntilItIsStarted() throws Exception {
        var supervisor = supervisor(child("a", Set.of()));
        declareHealthy("a");
        tickUntil(supervisor, supervisor::allHealthy);
        ProcessHandle first = ProcessHandle.of(supervisor.pid("a")).orElseThrow();

        supervisor.kill("a");
        assertThat(PidFile.runs(first)).isFalse();
        long farLater = System.nanoTime() + Duration.ofMinutes(5).toNanos();
        supervisor.tick(farLater);
        assertThat(state(supervisor, "a")).isEqualTo(State.KILLED);

        supervisor.start("a");
        tickUntil(supervisor, supervisor::allHealthy);
        assertThat(supervisor.pid("a")).isNotEqualTo(first.pid());
    }

    @Test
    void restartingEndsItAndStartsItAgainWithoutCountingADeath() throws Exception {
        var supervisor = supervisor(child("a", Set.of()));
        declareHealthy("a");
        tickUntil(supervisor, supervisor::allHealthy);
        ProcessHandle first = ProcessHandle.of(supervisor.pid("a")).orElseThrow();

        supervisor.restart("a");
        assertThat(PidFile.runs(first)).isFalse();
        assertThat(supervisor.allHealthy()).isFalse();
        tickUntil(supervisor, supervisor::allHealthy);
        assertThat(supervisor.pid("a")).isNotEqualTo(first.pid());
        assertThat(status(supervisor, "a").restarts()).isZero();

        supervisor.kill("a");
        supervisor.restart("a");
        supervisor.tick(System.nanoTime() + Duration.ofMinutes(5).toNanos());
        assertThat(supervisor.pid("a")).as("killed by hand, so down").isZero();
    }

    @Test
    void whatIsStillEndingIsNotStartedBesideItself() throws Exception {
        var supervisor = supervisor(child("a", Set.of(), "stubborn"));
        declareHealthy("a");
        tickUntil(supervisor, () -> supervisor.allHealthy() && logged("a"));
        ProcessHandle first = ProcessHandle.of(supervisor.pid("a")).orElseThrow();

        Thread restart = Thread.ofPlatform().start(() -> supervisor.restart("a"));
        tickUntil(supervisor, () -> state(supervisor, "a") == State.STOPPED);
        assertThatThrownBy(() -> supervisor.start("a"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("is not down");
        supervisor.tick(System.nanoTime());
        assertThat(supervisor.pid("a")).isEqualTo(first.pid());

        restart.join();
        assertThat(PidFile.runs(first)).isFalse();
        tickUntil(supervisor, supervisor::allHealthy);
        assertThat(told.toString(StandardCharsets.UTF_8).split("started a as", -1)).as("starts").hasSize(3);
    }

    @Test
    void whatKeepsDyingIsStartedAgainLessAndLessOften() throws Exception {
        var supervisor = supervisor(child("a", Set.of(), "short-lived"));
        tickUntil(supervisor, () -> status(supervisor, "a").restarts() >= 2 && state(supervisor, "a") == State.DIED);
        assertThat(told.toString(StandardCharsets.UTF_8)).contains("in 500 ms", "in 1000 ms", "in 2000 ms");
    }

    @Test
    void aProcessWaitsForThoseItNeeds() throws Exception {
        var supervisor = supervisor(child("first", Set.of()), child("second", Set.of("first")));
        tickUntil(supervisor, () -> supervisor.pid("first") != 0);
        supervisor.tick(System.nanoTime());
        assertThat(state(supervisor, "second")).isEqualTo(State.WAITING);

        declareHealthy("first");
        declareHealthy("second");
        tickUntil(supervisor, supervisor::allHealthy);
    }

    @Test
    void asLongAsAnyIsToComeUpTheNextProbeIsNear() throws Exception {
        var supervisor = supervisor(child("first", Set.of()), child("second", Set.of("first")));
        assertThat(supervisor.probePause()).as("waiting").isEqualTo(Supervisor.PROBE_PAUSE_WHILE_STARTING);
        tickUntil(supervisor, () -> supervisor.pid("first") != 0);
        supervisor.kill("second");
        assertThat(supervisor.probePause()).as("starting").isEqualTo(Supervisor.PROBE_PAUSE_WHILE_STARTING);

        declareHealthy("first");
        tickUntil(supervisor, () -> state(supervisor, "first") == State.HEALTHY);
        assertThat(supervisor.probePause()).as("healthy and killed").isEqualTo(Supervisor.PROBE_PAUSE);
        Files.delete(folder.resolve("first.ready"));
        tickUntil(supervisor, () -> state(supervisor, "first") == State.UNHEALTHY);
        assertThat(supervisor.probePause()).as("unhealthy").isEqualTo(Supervisor.PROBE_PAUSE);
    }

    @Test
    void aProcessThatStopsAnsweringIsShownAndLeftAlone() throws Exception {
        var supervisor = supervisor(child("a", Set.of()));
        declareHealthy("a");
        tickUntil(supervisor, supervisor::allHealthy);
        long pid = supervisor.pid("a");
        Files.delete(folder.resolve("a.ready"));
        tickUntil(supervisor, () -> state(supervisor, "a") == State.UNHEALTHY);
        supervisor.tick(System.nanoTime() + Duration.ofMinutes(5).toNanos());
        assertThat(supervisor.pid("a")).isEqualTo(pid);
    }

    @Test
    void stoppingEndsEvenAProcessThatIgnoresIt() throws Exception {
        var supervisor = supervisor(child("polite", Set.of()), child("stubborn", Set.of(), "stubborn"));
        tickUntil(supervisor, () -> logged("polite") && logged("stubborn"));
        ProcessHandle stubborn = ProcessHandle.of(supervisor.pid("stubborn")).orElseThrow();

        supervisor.stopAll();
        assertThat(PidFile.runs(stubborn)).isFalse();
        assertThat(told.toString(StandardCharsets.UTF_8))
                .contains("stubborn did not end in time")
                .doesNotContain("polite did not end in time");
        supervisor.tick(System.nanoTime() + Duration.ofMinutes(5).toNanos());
        assertThat(supervisor.pid("polite")).isZero();
    }

    private boolean logged(String name) {
        try {
            return Files.readString(folder.resolve(name + ".log")).contains("child is up");
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void orphansOfAKilledSupervisorAreEndedButNotWhoeverInheritedTheirNumber() throws Exception {
        var dead = supervisor(child("a", Set.of()), child("b", Set.of()));
        tickUntil(dead, () -> dead.pid("a") != 0 && dead.pid("b") != 0);
        ProcessHandle a = ProcessHandle.of(dead.pid("a")).orElseThrow();
        ProcessHandle b = ProcessHandle.of(dead.pid("b")).orElseThrow();
        Files.writeString(folder.resolve("b.pid"), b.pid() + " 1\n"); // same number, other start time

        Supervisor.endOrphans(folder, List.of("a", "b"), Set.of(), journal);
        assertThat(PidFile.runs(a)).isFalse();
        assertThat(b.isAlive()).isTrue();
    }

    @Test
    void namesThatDoNotExistAreRefusedWithThoseThatDo() {
        var supervisor = supervisor(child("a", Set.of()));
        assertThatThrownBy(() -> supervisor.kill("c"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("there are a");
        assertThatThrownBy(() -> supervisor.start("a")).hasMessageContaining("is not down");
    }
}
