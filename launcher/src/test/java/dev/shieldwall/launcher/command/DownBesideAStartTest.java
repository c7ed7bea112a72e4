package dev.shieldwall.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shieldwall.launcher.MeshAtRest;
import dev.shieldwall.launcher.Terminal;
import dev.shieldwall.launcher.folder.DataFolder;
import dev.shieldwall.launcher.folder.FolderLock;
import dev.shieldwall.launcher.folder.Refusal;
import dev.shieldwall.launcher.mesh.SupervisorProcess;
import dev.shieldwall.launcher.process.PidFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A start that is under way, and somebody who wants it down. The supervisor takes minutes to take its lock here. */
class DownBesideAStartTest {

    private static final Duration PATIENT = Duration.ofSeconds(20);
    private static final String SLOW_SUPERVISOR = """
            package dev.shieldwall.launcher.mesh;
            public class SupervisorProcess {
                public static void main(String[] arguments) throws InterruptedException {
                    Thread.sleep(600_000);
                }
            }
            """;

    @TempDir
    Path folder;

    private final ByteArrayOutputStream told = new ByteArrayOutputStream();
    private DataFolder data;

    @BeforeEach
    void keysAndGenesis() throws IOException {
        data = MeshAtRest.in(folder.resolve("data")).data();
    }

    @AfterEach
    void endSupervisors() {
        supervisor().ifPresent(ProcessHandle::destroyForcibly);
    }

    @Test
    @Timeout(60)
    void aSupervisorThatDoesNotHoldItsLockYetIsEnded() throws Exception {
        Running.startNote(data).write(ProcessHandle.current());
        CompletableFuture<Throwable> up = start();
        ProcessHandle supervisor = awaitSupervisor();
        awaitFreeLock();
        assertThat(Running.startNote(data).file()).as("the supervisor is noted instead").doesNotExist();
        assertThat(Terminal.type(data, "reset", "--yes").complaint()).contains("a mesh is running");
        assertThat(Terminal.type(data, "up").line()).contains("already running");

        assertThat(new DownCommand(PATIENT).run(invocation("down", Optional.empty()))).isEqualTo(Command.OK);
        assertThat(PidFile.runs(supervisor)).isFalse();
        assertThat(told.toString(StandardCharsets.UTF_8)).contains("down after").doesNotContain("by force");
        assertThat(up.get(20, TimeUnit.SECONDS)).isInstanceOf(Refusal.class).hasMessageContaining("supervisor ended");
        assertThat(Terminal.type(data, "down").line()).contains("no mesh is running");
    }

    @Test
    @Timeout(60)
    void aStartThatStillLooksAroundIsWaitedForAndThenEnded() throws Exception {
        CompletableFuture<Integer> down;
        CompletableFuture<Throwable> up;
        try (FolderLock _ = FolderLock.take(data).orElseThrow()) {
            down = down();
            Thread.sleep(500);
            assertThat(down).isNotDone();
            Process supervisor = new ProcessBuilder("sleep", "600").start();
            SupervisorProcess.pidFile(data).write(supervisor.toHandle());
            up = supervisor.onExit().thenApply(ended -> new Refusal("ended with " + ended.exitValue()));
        }
        assertThat(down.get(20, TimeUnit.SECONDS)).isEqualTo(Command.OK);
        assertThat(up.get(20, TimeUnit.SECONDS)).hasMessage("ended with 143");
    }

    /** The script has handed over to the Java part, which has not come to the lock yet. */
    @Test
    @Timeout(60)
    void aStartThatIsOnlyNotedIsWaitedForAndThenEnded() throws Exception {
        Process starter = new ProcessBuilder("sleep", "600").start();
        try {
            Running.startNote(data).write(starter.toHandle());
            CompletableFuture<Integer> down = down();
            Thread.sleep(500);
            assertThat(down).isNotDone();
            Process supervisor = new ProcessBuilder("sleep", "600").start();
            SupervisorProcess.pidFile(data).write(supervisor.toHandle());
            Running.startNote(data).delete();
            assertThat(down.get(20, TimeUnit.SECONDS)).isEqualTo(Command.OK);
            assertThat(supervisor.waitFor()).isEqualTo(143);
            assertThat(starter.isAlive()).isTrue();
        } finally {
            starter.destroyForcibly();
        }
    }

    @Test
    @Timeout(60)
    void aStartThatIsOnlyNotedAndFailsIsNotWaitedForAnyLonger() throws Exception {
        Process starter = new ProcessBuilder("sleep", "600").start();
        Running.startNote(data).write(starter.toHandle());
        CompletableFuture<Integer> down = down();
        starter.destroyForcibly();
        assertThat(down.get(20, TimeUnit.SECONDS)).isEqualTo(Command.OK);
    }

    private CompletableFuture<Integer> down() {
        CompletableFuture<Integer> down = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                down.complete(new DownCommand(PATIENT).run(invocation("down", Optional.empty())));
            } catch (Exception e) {
                down.completeExceptionally(e);
            }
        });
        return down;
    }

    @Test
    @Timeout(60)
    void aLockThatNobodyKnownHoldsIsToldOnceAndNotWaitedForWithoutEnd() throws Exception {
        try (FolderLock _ = FolderLock.take(data).orElseThrow()) {
            assertThatThrownBy(() ->
                            new DownCommand(Duration.ofMillis(300)).run(invocation("down", Optional.empty())))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining(data.lock().toString());
        }
        assertThat(told.toString(StandardCharsets.UTF_8).lines()).hasSize(1);
    }

    private CompletableFuture<Throwable> start() throws IOException {
        Path dist = slowPrograms();
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                new UpCommand().run(invocation("up", Optional.of(dist)));
                end.complete(new AssertionError("it says that it is up"));
            } catch (Exception e) {
                end.complete(e);
            }
        });
        return end;
    }

    private Path slowPrograms() throws IOException {
        Path dist = folder.resolve("dist");
        Path classes = Files.createDirectories(dist.resolve("lib").resolve("classes"));
        Path source = Files.writeString(folder.resolve("SupervisorProcess.java"), SLOW_SUPERVISOR);
        assertThat(ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "-d", classes.toString(), source.toString()))
                .isZero();
        for (String list : List.of("services", "replica")) {
            Files.writeString(dist.resolve(list + ".classpath"), "classes\n");
        }
        return dist;
    }

    private Invocation invocation(String command, Optional<Path> dist) {
        return new Invocation(command, List.of(), data, OptionalInt.empty(), dist,
                new PrintStream(told, true, StandardCharsets.UTF_8));
    }

    private Optional<ProcessHandle> supervisor() {
        return ProcessHandle.current().children()
                .filter(child -> child.info().commandLine().orElse("").contains(data.root().toString()))
                .findFirst();
    }

    private ProcessHandle awaitSupervisor() throws InterruptedException {
        while (supervisor().isEmpty()) {
            Thread.sleep(10);
        }
        return supervisor().orElseThrow();
    }

    private void awaitFreeLock() throws Exception {
        FolderLock.take(data, PATIENT).orElseThrow().close();
    }
}
