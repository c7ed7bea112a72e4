package dev.shieldwall.replica.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.replica.store.Database;
import dev.shieldwall.replica.store.SnapshotFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replicas whose database stays behind their snapshots, or comes back with less than it had. */
class LateDatabaseTest {

    private static final int CALLERS = 8;

    @TempDir
    Path folder;

    private Database database;
    private TestMesh mesh;

    @BeforeEach
    void startMesh() throws Exception {
        database = new Database(folder.resolve("db"));
        mesh = new TestMesh(folder, database, "late");
        mesh.checkpointBytes = 200_000;
        mesh.startAll();
        decideUntil(() -> mesh.host(0).history().storedHeight() >= 5);
    }

    @AfterEach
    void stopMesh() throws Exception {
        mesh.close();
        database.close();
        assertThat(mesh.broken.get()).isNull();
    }

    @Test
    void whatASnapshotWasAheadOfTheDatabaseIsInItAfterARestart() throws Exception {
        database.kill();
        decideUntil(() -> snapshots(0).stream().anyMatch(height -> height > storedHeight(0)));
        long snapshot = snapshots(0).getFirst();
        mesh.close();
        database.restart();
        mesh.startAll();
        everyBlockIsStoredAndTheLogIsCutAfter(snapshot);
    }

    @Test
    void howeverMuchWasDecidedWithoutTheDatabaseAReplicaStartsWithoutItAndLosesNothing() throws Exception {
        decideUntil(() -> logBegins(0) > 0);
        long begins = logBegins(0);
        TestMesh.await(() -> storedHeight(0) >= mesh.host(0).head().height());
        database.kill();
        long many = mesh.host(0).head().height() + 3 * begins;
        decideUntil(() -> mesh.host(0).head().height() >= many);
        assertThat(snapshots(0)).as("one to start from although the database is away")
                .anyMatch(height -> height <= storedHeight(0));
        mesh.close();
        mesh.startAll();
        assertThat(mesh.submit(0, mesh.callers.session())).isInstanceOf(Submitted.Decided.class);
        database.restart();
        everyBlockIsStoredAndTheLogIsCutAfter(snapshots(0).getFirst());
    }

    @Test
    void aDatabaseThatComesBackLaterThanItsReplicaAndWithLessIsNotTakenForWhole() throws Exception {
        decideUntil(() -> logBegins(0) > 5);
        mesh.stop(0);
        loseBlocksFrom(4);
        database.kill();
        mesh.start(0);
        database.restart();
        long height = mesh.host(0).head().height();
        decideUntil(() -> mesh.host(0).head().height() > height + 5 && mesh.host(0).history().storeTrouble().isEmpty());
        assertThat(storedHeight(0)).isEqualTo(3);
        mesh.stop(0);
        mesh.start(0);
        decideUntil(() -> mesh.host(0).head().height() > height + 10 && mesh.host(0).history().storeTrouble().isEmpty());
        assertThat(storedHeight(0)).as("newer blocks do not hide the gap").isEqualTo(3);
    }

    private void everyBlockIsStoredAndTheLogIsCutAfter(long snapshot) throws Exception {
        long head = mesh.host(0).head().height();
        assertThat(head).isGreaterThanOrEqualTo(snapshot);
        TestMesh.await(() -> storedHeight(0) >= head);
        for (long height = 1; height <= head; height++) {
            assertThat(mesh.host(0).history().block(height)).isPresent();
        }
        decideUntil(() -> logBegins(0) > snapshot);
    }

    private void decideUntil(BooleanSupplier enough) throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        try (ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
            for (int i = 0; i < CALLERS; i++) {
                int replica = 1 + i % (TestMesh.SIZE - 1);
                callers.submit(() -> {
                    while (!stop.get()) {
                        mesh.submit(replica, mesh.callers.session());
                    }
                    return null;
                });
            }
            try {
                TestMesh.await(enough);
            } finally {
                stop.set(true);
            }
        }
    }

    private long storedHeight(int replica) {
        return mesh.host(replica).history().storedHeight();
    }

    private List<Long> snapshots(int replica) {
        try {
            return new SnapshotFiles(mesh.folder(replica).resolve("snapshots")).heights();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long logBegins(int replica) {
        Path file = mesh.folder(replica).resolve("log-begins");
        try {
            return Files.exists(file) ? Long.parseLong(Files.readString(file).strip()) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As if an older copy of the database of replica 0 were put in its place. */
    private void loseBlocksFrom(long height) throws Exception {
        var settings = database.settings("late_0");
        try (Connection connection = DriverManager.getConnection(settings.jdbcUrl(), settings.user(), settings.password());
                var statement = connection.createStatement()) {
            statement.execute("delete from late_0.block where height >= " + height);
            statement.execute("delete from late_0.command_decision where height >= " + height);
        }
    }
}
