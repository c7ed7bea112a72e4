package dev.shieldwall.replica.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.consensus.pbft.Standing;
import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.command.CommandPayload;
import dev.shieldwall.model.command.IdentityCommand;
import dev.shieldwall.model.genesis.ConsensusParameters;
import dev.shieldwall.model.identity.Attestation;
import dev.shieldwall.model.identity.PrincipalId;
import dev.shieldwall.replica.store.Database;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that one replica, perhaps a liar, passes on to one other. */
class ForwardingTest {

    private static final PrincipalId SERVICE = new PrincipalId("spiffe://mesh.example/service/a");
    private static final long BASE_TIMEOUT_MILLIS = 3_000;

    private static final AtomicInteger MESHES = new AtomicInteger();

    @TempDir
    static Path databaseFolder;

    private static Database database;

    @TempDir
    Path folder;

    private TestMesh mesh;
    private int liar;
    private int backup;

    @BeforeAll
    static void startDatabase() throws Exception {
        database = new Database(databaseFolder);
    }

    @AfterAll
    static void stopDatabase() throws Exception {
        database.close();
    }

    @BeforeEach
    void startMesh() throws Exception {
        mesh = new TestMesh(folder, database, "forwarding" + MESHES.incrementAndGet(),
                new ConsensusParameters(BASE_TIMEOUT_MILLIS, 500, 1_000, 60_000, 64));
        mesh.startAll();
        assertThat(mesh.submit(0, mesh.callers.register(SERVICE))).isInstanceOf(Submitted.Decided.class);
        liar = (mesh.primary() + 1) % TestMesh.SIZE;
        backup = (mesh.primary() + 2) % TestMesh.SIZE;
        TestMesh.await(() -> mesh.host(backup).head().height() >= 1);
    }

    @AfterEach
    void stopMesh() {
        mesh.close();
        assertThat(mesh.broken.get()).isNull();
    }

    @Test
    void aCommandThatOneBackupAloneWasGivenIsDecidedInTheSameView() throws Exception {
        byte[] command = mesh.callers.session();
        CommandPayload payload = TestLedger.parse(command).payload();
        assertThat(forward(command)).isTrue();
        TestMesh.await(() -> mesh.host(backup)
                .head().state().usedCommand(payload.principal(), payload.commandId()).isPresent());
        assertStillInTheFirstView();
    }

    @Test
    void aCommandThatExpiresAtTheOneBackupThatHasItIsNoReasonToLeaveTheView() throws Exception {
        for (long life = BASE_TIMEOUT_MILLIS / 4; life < BASE_TIMEOUT_MILLIS; life += BASE_TIMEOUT_MILLIS / 2) {
            byte[] command = mesh.callers.sessionUntil(System.currentTimeMillis() + life);
            assertThat(forward(command)).isTrue();
            Thread.sleep(2 * BASE_TIMEOUT_MILLIS);
            assertStillInTheFirstView();
            assertThat(mesh.host(backup).waitingCommands()).isZero();
        }
    }

    @Test
    void aForwardedCommandThatNoReplicaCanHaveAdmittedEndsTheStream() {
        Callers callers = mesh.callers;
        IdentityCommand.Register good = callers.registration(SERVICE, System.currentTimeMillis() + 60_000);
        Attestation signed = good.attestation();
        var unattested = new IdentityCommand.Register(
                good.publicKey(),
                new Attestation(signed.issuer(), signed.claims(), signed.notAfterMillis(), Bytes.of(new byte[64])),
                good.meshRole(), 1, List.of());
        for (byte[] command : List.of(
                callers.forged(Callers.OPERATOR, Callers.close()), callers.forged(SERVICE, Callers.close()),
                callers.signedByAnother(SERVICE, Callers.OPERATOR, Callers.close()), callers.forged(SERVICE, good),
                callers.sign(SERVICE, unattested), new Callers(Hash.sha256(new byte[1])).session())) {
            assertThat(forward(command)).isFalse();
        }
    }

    @Test
    void aForwardedCommandThatAReplicaMayHaveAdmittedInAnotherStateOrBeforeItExpiredIsNoLie() {
        Callers callers = mesh.callers;
        PrincipalId notYetHere = new PrincipalId("spiffe://mesh.example/service/b");
        long now = System.currentTimeMillis();
        byte[] decided = callers.session();
        for (byte[] command : List.of(
                callers.sign(notYetHere, Callers.close()), callers.sessionUntil(now - 1),
                callers.sessionUntil(now + 601_000), callers.sign(notYetHere, callers.registration(notYetHere, now - 1)),
                decided, decided)) {
            assertThat(forward(command)).isTrue();
        }
    }

    private boolean forward(byte[] command) {
        return mesh.inject(liar, backup, new PeerFrame.Command(command).encode());
    }

    private void assertStillInTheFirstView() throws InterruptedException {
        for (int i = 0; i < TestMesh.SIZE; i++) {
            LoopStatus status = mesh.host(i).status();
            assertThat(status).isNotNull();
            Standing standing = status == null ? mesh.host(i).lastStanding() : status.standing();
            assertThat(standing.view()).isZero();
            assertThat(standing.active()).isTrue();
        }
    }
}
