package dev.shieldwall.replica.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.model.block.Vote;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.decision.Decision;
import dev.shieldwall.model.identity.PrincipalId;
import dev.shieldwall.model.receipt.Receipt;
import dev.shieldwall.model.receipt.ReceiptVerifier;
import dev.shieldwall.replica.store.Database;
import dev.shieldwall.replica.store.SnapshotFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplicaHostTest {

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
        mesh = new TestMesh(folder, database, "mesh" + MESHES.incrementAndGet());
    }

    @AfterEach
    void closeMesh() {
        mesh.close();
        assertThat(mesh.broken.get()).isNull();
    }

    @Test
    void aCommandHandedToAnyReplicaIsDecidedOnceAndItsReceiptVerifies() throws Exception {
        mesh.startAll();
        ReceiptVerifier verifier = ReceiptVerifier.of(mesh.genesis);
        PrincipalId trader = new PrincipalId("spiffe://mesh.example/service/trader");
        byte[] register = mesh.callers.register(trader);
        Receipt receipt = decided(mesh.submit(0, register));
        verifier.verify(receipt);
        assertThat(receipt.result().decision()).isInstanceOf(Decision.Accepted.class);
        for (int i = 1; i < TestMesh.SIZE; i++) {
            Receipt next = decided(mesh.submit(i, mesh.callers.grant(trader)));
            verifier.verify(next);
            assertThat(next.result().decision()).isInstanceOf(Decision.Accepted.class);
        }
        for (int i = 0; i < TestMesh.SIZE; i++) {
            Receipt again = decided(mesh.submit(i, register));
            assertThat(again.header()).isEqualTo(receipt.header());
        }
    }

    @Test
    void sixtyFourCallersAreAllDecidedAndEveryReplicaHoldsTheSameChain() throws Exception {
        mesh.startAll();
        List<Future<Submitted>> answers = new ArrayList<>();
        try (ExecutorService callers = Executors.newFixedThreadPool(64)) {
            for (int i = 0; i < 2_000; i++) {
                int replica = i % TestMesh.SIZE;
                answers.add(callers.submit(() -> mesh.submit(replica, mesh.callers.session())));
            }
        }
        for (Future<Submitted> answer : answers) {
            decided(answer.get());
        }
        sameChain();
    }

    /** A replica that lost its log asks the others for their tips: none may be older than a vote that it gave them. */
    @Test
    void noVoteLeavesBeforeTheBlockBelowItIsShown() throws Exception {
        List<Vote> early = new CopyOnWriteArrayList<>();
        mesh.tap = (from, frame) -> TestMesh.voteIn(frame)
                .filter(vote -> vote.replica() == from && headOf(from) < vote.height() - 1)
                .ifPresent(early::add);
        mesh.startAll();
        try (ExecutorService callers = Executors.newFixedThreadPool(32)) {
            for (int i = 0; i < 500; i++) {
                int replica = i % TestMesh.SIZE;
                callers.execute(() -> submitted(replica));
            }
        }
        assertThat(mesh.host(0).head().height()).isGreaterThan(10);
        assertThat(early).isEmpty();
    }

    private long headOf(int replica) {
        return mesh.hostIfUp(replica).map(host -> host.head().height()).orElse(Long.MAX_VALUE);
    }

    private void submitted(int replica) {
        try {
            mesh.submit(replica, mesh.callers.session());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theMeshGoesOnWithoutItsPrimaryWhichCatchesUpWhenItIsBack() throws Exception {
        mesh.startAll();
        decided(mesh.submit(1, mesh.callers.session()));
        int primary = mesh.primary();
        mesh.stop(primary);
        int other = (primary + 1) % TestMesh.SIZE;
        for (int i = 0; i < 20; i++) {
            decided(mesh.submit(other, mesh.callers.session()));
        }
        long height = mesh.host(other).head().height();
        mesh.start(primary);
        TestMesh.await(() -> mesh.host(primary).head().height() >= height);
        mesh.stop((primary + 2) % TestMesh.SIZE);
        decided(mesh.submit(primary, mesh.callers.session()));
        sameChain();
    }

    @Test
    void withTwoReplicasDownNothingIsDeniedAndAllIsDecidedWhenOneReturns() throws Exception {
        mesh.startAll();
        decided(mesh.submit(0, mesh.callers.session()));
        mesh.stop(2);
        mesh.stop(3);
        byte[] waiting = mesh.callers.session();
        assertThat(mesh.host(0).submit(waiting, 1_500)).isInstanceOf(Submitted.Unknown.class);
        assertThat(mesh.host(0).submit(waiting, 500)).isInstanceOf(Submitted.Unknown.class);
        mesh.start(2);
        decided(mesh.submit(0, waiting));
        decided(mesh.submit(1, mesh.callers.session()));
        sameChain();
    }

    @Test
    void aCommandThatExpiresWhileItWaitsWasPassedOnAndIsNotCalledRefused() throws Exception {
        mesh.startAll();
        decided(mesh.submit(0, mesh.callers.session()));
        int backup = (mesh.primary() + 1) % TestMesh.SIZE;
        mesh.stop((backup + 1) % TestMesh.SIZE);
        mesh.stop((backup + 2) % TestMesh.SIZE);
        byte[] brief = mesh.callers.sessionUntil(System.currentTimeMillis() + 700);
        assertThat(mesh.submit(backup, brief)).isInstanceOf(Submitted.Unknown.class);
        assertThat(mesh.host(backup).waitingCommands()).as("dropped long before the caller's time is over").isZero();
    }

    @Test
    void afterAllWereStoppedNothingDecidedIsLostOrDecidedAgain() throws Exception {
        mesh.startAll();
        List<byte[]> commands = new ArrayList<>();
        List<Receipt> receipts = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            commands.add(mesh.callers.session());
            receipts.add(decided(mesh.submit(i % TestMesh.SIZE, commands.get(i))));
        }
        mesh.close();
        mesh.startAll();
        for (int i = 0; i < 30; i++) {
            Receipt again = decided(mesh.submit((i + 1) % TestMesh.SIZE, commands.get(i)));
            assertThat(again.header()).isEqualTo(receipts.get(i).header());
        }
        decided(mesh.submit(0, mesh.callers.session()));
        sameChain();
    }

    @Test
    void theLogIsCutBehindSnapshotsAndARestartFindsEverything() throws Exception {
        mesh.checkpointBytes = 400_000;
        mesh.startAll();
        byte[] first = mesh.callers.session();
        Receipt receipt = decided(mesh.submit(0, first));
        try (ExecutorService callers = Executors.newFixedThreadPool(32)) {
            for (int i = 0; i < 6_000; i++) {
                int replica = i % TestMesh.SIZE;
                callers.submit(() -> mesh.submit(replica, mesh.callers.session()));
            }
        }
        Path cut = mesh.folder(0).resolve("log-begins");
        TestMesh.await(() -> Files.exists(cut));
        assertThat(Long.parseLong(Files.readString(cut).strip())).isGreaterThan(1);
        long height = mesh.host(0).head().height();
        mesh.close();
        mesh.startAll();
        assertThat(mesh.host(0).head().height()).isGreaterThanOrEqualTo(height - 1);
        assertThat(decided(mesh.submit(2, first)).header()).isEqualTo(receipt.header());
        decided(mesh.submit(3, mesh.callers.session()));
        sameChain();
    }

    @Test
    void aCommandWhoseRuleThrowsIsLeftOutKeptAndHarmsNobody() throws Exception {
        byte[] bad = mesh.callers.session();
        Hash badHash = Hash.sha256(bad);
        mesh.execution = (block, command) -> {
            if (command.jwsHash().equals(badHash)) {
                throw new IllegalStateException("a seeded defect");
            }
            return block.tryAdd(command);
        };
        mesh.startAll();
        decided(mesh.submit(1, mesh.callers.session()));
        int primary = mesh.primary();
        Submitted answer = mesh.host(primary).submit(bad, 5_000);
        assertThat(answer).isEqualTo(new Submitted.NotAdmitted(new Admitted.Poisonous()));
        assertThat(mesh.folder(primary).resolve("poisonous").resolve(badHash.toHex() + ".jws")).hasBinaryContent(bad);
        for (int i = 0; i < TestMesh.SIZE; i++) {
            decided(mesh.submit(i, mesh.callers.session()));
        }
    }

    @Test
    void whatIsNotACommandOrNotAdmissibleIsRefusedBeforeItIsOrdered() throws Exception {
        mesh.startAll();
        assertThat(mesh.submit(0, "nonsense".getBytes())).isInstanceOf(Submitted.Malformed.class);
        byte[] forged = mesh.callers.session();
        forged[forged.length - 2] ^= 1;
        assertThat(mesh.submit(0, forged)).isNotInstanceOf(Submitted.Decided.class);
        PrincipalId stranger = new PrincipalId("spiffe://mesh.example/service/stranger");
        byte[] unknown = mesh.callers.sign(
                stranger, new dev.shieldwall.model.command.SessionCommand.Close(
                        new dev.shieldwall.model.session.SessionId(Callers.sixteen())));
        assertThat(mesh.submit(0, unknown)).isInstanceOf(Submitted.NotAdmitted.class);
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

    private void sameChain() throws InterruptedException {
        long height = 0;
        for (int i = 0; i < TestMesh.SIZE; i++) {
            height = Math.max(height, heightOf(i));
        }
        long common = height;
        for (int i = 0; i < TestMesh.SIZE; i++) {
            int replica = i;
            if (heightOf(i) >= 0) {
                TestMesh.await(() -> heightOf(replica) >= common);
            }
        }
        for (long at = 1; at <= common; at++) {
            Hash expected = null;
            for (int i = 0; i < TestMesh.SIZE; i++) {
                if (heightOf(i) >= 0) {
                    Hash hash = mesh.hashAt(i, at);
                    assertThat(expected == null || expected.equals(hash)).isTrue();
                    expected = hash;
                }
            }
        }
    }

    private long heightOf(int replica) {
        try {
            return mesh.host(replica).head().height();
        } catch (IllegalStateException down) {
            return -1;
        }
    }

    private static Receipt decided(Submitted submitted) {
        assertThat(submitted).isInstanceOf(Submitted.Decided.class);
        return ((Submitted.Decided) submitted).receipt();
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
