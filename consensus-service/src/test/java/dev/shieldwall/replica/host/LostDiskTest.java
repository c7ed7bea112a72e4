package dev.shieldwall.replica.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.consensus.sync.Amnesia;
import dev.shieldwall.model.block.Vote;
import dev.shieldwall.replica.genesis.ReplicaIdentity;
import dev.shieldwall.replica.store.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LostDiskTest {

    @TempDir
    Path folder;

    private Database database;
    private TestMesh mesh;

    @BeforeEach
    void startMesh() throws Exception {
        database = new Database(folder.resolve("db"));
        mesh = new TestMesh(folder, database, "lost");
        mesh.startAll();
        for (int i = 0; i < 5; i++) {
            assertThat(mesh.submit(i % 3, mesh.callers.session())).isInstanceOf(Submitted.Decided.class);
        }
    }

    @AfterEach
    void stopMesh() throws Exception {
        mesh.close();
        database.close();
        assertThat(mesh.broken.get()).isNull();
    }

    @Test
    void aMarkerTellsNewKeysFromALostLog() {
        for (int i = 0; i < TestMesh.SIZE; i++) {
            assertThat(mesh.folder(i).resolve(ReplicaIdentity.NEVER_SIGNED_FILE)).doesNotExist();
        }
    }

    @Test
    void aReplicaWhoseLogIsGoneSignsNothingUntilItHasCaughtUpBeyondTheOthers() throws Exception {
        mesh.stop(3);
        delete(mesh.folder(3).resolve("wal"));
        ReplicaHost back = mesh.start(3);
        long others = mesh.host(0).head().height();
        assertThat(silence(3)).contains("signs nothing");
        mesh.stop(2);
        assertThat(mesh.host(0).submit(mesh.callers.session(), 1_500))
                .as("a replica without memory counts among the faulty ones")
                .isInstanceOf(Submitted.Unknown.class);
        mesh.start(2);
        decideUntilItSigns(3);
        assertThat(back.head().height()).isGreaterThanOrEqualTo(others + Amnesia.MARGIN);
        mesh.stop(1);
        assertThat(mesh.submit(3, mesh.callers.session())).isInstanceOf(Submitted.Decided.class);
    }

    /** What it promised with its lost log can be the view after the one in which all the others stand, and no more. */
    @Test
    void aReplicaWhoseLogIsGoneVotesInNoViewThatItMayHavePromisedToLeave() throws Exception {
        long view = mesh.host(3).lastStanding().view();
        mesh.stop(3);
        delete(mesh.folder(3).resolve("wal"));
        List<Vote> votes = new CopyOnWriteArrayList<>();
        mesh.tap = (from, frame) -> TestMesh.voteIn(frame).filter(vote -> vote.replica() == 3 && from == 3).ifPresent(votes::add);
        mesh.start(3);
        decideUntilItSigns(3);
        decideUntil(() -> !votes.isEmpty());
        mesh.stop(3);
        mesh.start(3);
        int before = votes.size();
        decideUntil(() -> votes.size() > before);
        assertThat(votes).isNotEmpty().allMatch(vote -> vote.view() > view);
    }

    @Test
    void whoForgotItselfTellsNobodyItsTip() throws Exception {
        List<Integer> answers = new CopyOnWriteArrayList<>();
        mesh.tap = (from, frame) -> {
            if (frame[0] == PeerFrame.TIP_ANSWER) {
                answers.add(from);
            }
        };
        byte[] question = new PeerFrame.TipQuestion(new byte[Quarantine.NONCE_BYTES]).encode();
        assertThat(mesh.inject(0, 3, question)).isTrue();
        assertThat(answers).containsExactly(3);
        mesh.stop(3);
        delete(mesh.folder(3).resolve("wal"));
        mesh.start(3);
        answers.clear();
        assertThat(mesh.inject(0, 3, question)).isTrue();
        assertThat(answers).doesNotContain(3);
    }

    @Test
    void aReplicaWhoseLogIsDamagedPutsItAsideObservesAndVotesAgain() throws Exception {
        mesh.stop(3);
        Path segment;
        try (Stream<Path> files = Files.list(mesh.folder(3).resolve("wal"))) {
            segment = files.filter(file -> file.toString().endsWith(".wal")).findFirst().orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(segment);
        bytes[200] ^= 1;
        Files.write(segment, bytes);
        mesh.start(3);
        assertThat(silence(3)).isNotNull();
        try (Stream<Path> files = Files.list(mesh.folder(3))) {
            assertThat(files.map(file -> file.getFileName().toString())).anyMatch(name -> name.startsWith("wal-damaged"));
        }
        decideUntilItSigns(3);
        mesh.stop(0);
        assertThat(mesh.submit(3, mesh.callers.session())).isInstanceOf(Submitted.Decided.class);
    }

    @Test
    void aQuarantineOutlivesARestart() throws Exception {
        mesh.stop(3);
        delete(mesh.folder(3).resolve("wal"));
        mesh.stop(1);
        mesh.stop(2);
        mesh.start(3);
        assertThat(silence(3)).isNotNull();
        mesh.stop(3);
        mesh.start(3);
        assertThat(silence(3)).isNotNull();
        mesh.start(1);
        mesh.start(2);
        decideUntilItSigns(3);
    }

    @Test
    void aDatabaseThatIsKilledUnderLoadCostsNoDecisionAndGetsEveryBlockWhenItIsBack() throws Exception {
        byte[] before = mesh.callers.session();
        assertThat(mesh.submit(0, before)).isInstanceOf(Submitted.Decided.class);
        database.kill();
        for (int i = 0; i < 10; i++) {
            assertThat(mesh.submit(i % 4, mesh.callers.session())).isInstanceOf(Submitted.Decided.class);
        }
        database.restart();
        long height = mesh.host(0).head().height();
        for (int i = 0; i < TestMesh.SIZE; i++) {
            ReplicaHost host = mesh.host(i);
            TestMesh.await(() -> host.history().storedHeight() >= height);
        }
        mesh.close();
        mesh.startAll();
        assertThat(mesh.submit(2, before)).isInstanceOf(Submitted.Decided.class);
    }

    @Test
    void framesThatNoHonestReplicaSendsAreToldToTheTransportAndHarmNothing() throws Exception {
        List<byte[]> garbage = List.of(
                new byte[] {99}, new byte[] {PeerFrame.CONSENSUS, 1, 2, 3}, new byte[] {PeerFrame.COMMAND, 'x'},
                new byte[] {PeerFrame.TIP_QUESTION, 1}, new byte[] {PeerFrame.TIP_ANSWER});
        for (byte[] frame : garbage) {
            assertThat(mesh.inject(3, 0, frame)).isFalse();
        }
        assertThat(mesh.submit(0, mesh.callers.session())).isInstanceOf(Submitted.Decided.class);
    }

    private void decideUntil(BooleanSupplier done) throws InterruptedException {
        for (int blocks = 0; !done.getAsBoolean(); blocks++) {
            assertThat(blocks).isLessThan(100);
            assertThat(mesh.submit(0, mesh.callers.session())).isInstanceOf(Submitted.Decided.class);
            Thread.sleep(200);
        }
    }

    /** A block at a time, slower than the question is asked: the goal must not move away with each. */
    private void decideUntilItSigns(int replica) throws InterruptedException {
        for (int blocks = 0; silence(replica) != null; blocks++) {
            assertThat(blocks).isLessThan(20);
            assertThat(mesh.submit(0, mesh.callers.session())).isInstanceOf(Submitted.Decided.class);
            Thread.sleep(600);
        }
    }

    private @Nullable String silence(int replica) {
        try {
            LoopStatus status = mesh.host(replica).status();
            return status == null ? "no answer" : status.silence();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
