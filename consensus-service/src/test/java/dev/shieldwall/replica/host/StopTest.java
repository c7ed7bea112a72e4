package dev.shieldwall.replica.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.replica.store.Database;
import dev.shieldwall.replica.store.SnapshotFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a replica leaves behind when it is stopped, and how much of it the next start executes again. */
class StopTest {

    @TempDir
    static Path databaseFolder;

    private static Database database;
    private static final AtomicInteger MESHES = new AtomicInteger();

    @TempDir
    Path folder;

    private TestMesh mesh;

    @BeforeAll
    static void startDatabase() throws Exception {
        database = new Database(databaseFolder);
    }

    @AfterAll
    static void stopDatabase() throws Exception {
        database.close();
    }

    @BeforeEach
    void makeMesh() throws Exception {
        mesh = new TestMesh(folder, database, "stop" + MESHES.incrementAndGet());
    }

    @AfterEach
    void closeMesh() {
        mesh.close();
        assertThat(mesh.broken.get()).isNull();
    }

    @Test
    void aStopLeavesASnapshotOfTheHeadAndTheNextStartExecutesNothingAgain() throws Exception {
        mesh.startAll();
        submit(1_000);
        long height = mesh.host(2).head().height();
        mesh.stop(2);
        assertThat(snapshots(2)).containsExactly(height);
        assertThat(mesh.start(2).replayedBytes()).isZero();
        assertThat(mesh.submit(2, mesh.callers.session())).isInstanceOf(Submitted.Decided.class);
    }

    @Test
    void fewBlocksAreNotWorthASnapshot() throws Exception {
        mesh.startAll();
        submit(20);
        mesh.stop(2);
        assertThat(snapshots(2)).isEmpty();
        assertThat(mesh.start(2).replayedBytes()).isPositive();
    }

    @Test
    void whatWasExecutedAgainAtTheStartCountsTowardsTheNextSnapshot() throws Exception {
        mesh.startAll();
        submit(1_000);
        mesh.stop(2);
        delete(mesh.folder(2).resolve("snapshots"));
        delete(mesh.folder(2).resolve("log-begins"));
        mesh.checkpointBytes = 400_000;
        assertThat(mesh.start(2).replayedBytes()).isGreaterThan(400_000);
        submit(1);
        TestMesh.await(() -> !snapshots(2).isEmpty());
    }

    private void submit(int commands) throws InterruptedException {
        try (ExecutorService callers = Executors.newFixedThreadPool(32)) {
            for (int i = 0; i < commands; i++) {
                int replica = i % TestMesh.SIZE;
                callers.submit(() -> mesh.submit(replica, mesh.callers.session()));
            }
        }
        long height = mesh.host(0).head().height();
        TestMesh.await(() -> mesh.host(2).head().height() >= height);
    }

    private List<Long> snapshots(int replica) {
        Path snapshots = mesh.folder(replica).resolve("snapshots");
        try {
            return Files.isDirectory(snapshots) ? new SnapshotFiles(snapshots).heights() : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> all = Files.walk(path)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
