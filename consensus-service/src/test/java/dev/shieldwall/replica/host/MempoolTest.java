package dev.shieldwall.replica.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.model.command.SignedCommand;
import dev.shieldwall.model.identity.PrincipalId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may fill how much of what waits. Signatures are taken as good: these are bounds on people with keys. */
class MempoolTest {

    private static final List<PrincipalId> PRINCIPALS = IntStream.range(0, 16)
            .mapToObj(i -> new PrincipalId("spiffe://mesh.example/service/s" + i))
            .toList();
    private static final long EIGHTH = (16L << 20) / 8;
    private static final PrincipalId GREEDY = PRINCIPALS.get(0);
    private static final PrincipalId MODEST = PRINCIPALS.get(1);
    private static final PrincipalId REVOKED = PRINCIPALS.get(15);

    @TempDir
    static Path folder;

    private static TestLedger ledger;
    private Mempool pool = TestLedger.mempool();

    @BeforeAll
    static void register() throws IOException {
        ledger = new TestLedger(folder);
        for (PrincipalId principal : PRINCIPALS) {
            ledger.decide(ledger.callers.register(principal));
        }
        ledger.decide(ledger.callers.revoke(Callers.OPERATOR, REVOKED));
    }

    @BeforeEach
    void emptyPool() {
        pool = TestLedger.mempool();
    }

    @Test
    void theLargeCommandsOfOnePrincipalTakeAnEighthOfThePoolAndNoMore() {
        long bytes = fill(GREEDY);
        assertThat(bytes).isLessThanOrEqualTo(EIGHTH);
        assertThat(bytes + ledger.callers.large(GREEDY).length).isGreaterThan(EIGHTH);
        assertThat(admit(ledger.callers.large(MODEST))).isInstanceOf(Admitted.Waiting.class);
    }

    @Test
    void onePrincipalHasSoManySmallCommandsAndNoMore() {
        for (int i = 0; i < 3_000; i++) {
            assertThat(admit(ledger.callers.small(GREEDY))).isInstanceOf(Admitted.Waiting.class);
        }
        assertThat(admit(ledger.callers.small(GREEDY))).isInstanceOf(Admitted.Crowded.class);
        assertThat(admit(ledger.callers.small(MODEST))).isInstanceOf(Admitted.Waiting.class);
    }

    @Test
    void whatWasDecidedMakesRoomAgain() {
        byte[] first = ledger.callers.large(GREEDY);
        assertThat(admit(first)).isInstanceOf(Admitted.Waiting.class);
        fill(GREEDY);
        pool.remove(List.of(TestLedger.parse(first).jwsHash()));
        assertThat(admit(ledger.callers.large(GREEDY))).isInstanceOf(Admitted.Waiting.class);
    }

    @Test
    void aRevokedPrincipalHasRoomForAFewCommandsThatComeLast() {
        for (int i = 0; i < 16; i++) {
            assertThat(admit(ledger.callers.small(REVOKED))).isInstanceOf(Admitted.Waiting.class);
        }
        assertThat(admit(ledger.callers.small(REVOKED))).isInstanceOf(Admitted.Crowded.class);
        byte[] later = ledger.callers.small(MODEST);
        admit(later);
        assertThat(pool.candidates(1, 1 << 20)).containsExactly(TestLedger.parse(later));
    }

    @Test
    void aRevokedPrincipalHasRoomForTwoLargestCommands() {
        int largest = ledger.genesis.limits().commandBytes();
        long bytes = fill(REVOKED);
        assertThat(bytes).isBetween((long) largest, 2L * largest);
        assertThat(bytes + ledger.callers.large(REVOKED).length).isGreaterThan(2L * largest);
    }

    @Test
    void aRevocationByAnOperatorIsTakenIntoAFullPoolAndIntoTheNextBlock() {
        fillWithOthers();
        SignedCommand revocation = TestLedger.parse(ledger.callers.revoke(Callers.OPERATOR, GREEDY));
        assertThat(admit(revocation)).isInstanceOf(Admitted.Waiting.class);
        assertThat(pool.candidates(2_000, 1 << 20)).startsWith(revocation);
    }

    @Test
    void aPrincipalEndsItsOwnIdentityAlthoughWhoeverStoleItsKeyHasFilledItsShare() {
        fill(GREEDY);
        SignedCommand end = TestLedger.parse(ledger.callers.revoke(GREEDY, GREEDY));
        assertThat(admit(end)).isInstanceOf(Admitted.Waiting.class);
        assertThat(pool.candidates(2_000, 1 << 20)).startsWith(end);
        assertThat(admit(ledger.callers.revoke(GREEDY, GREEDY))).as("one is enough").isInstanceOf(Admitted.Crowded.class);
    }

    @Test
    void ordinaryCommandsLeaveRoomForOperatorsAndThoseForRevocations() {
        assertThat(fillSmall(PRINCIPALS.subList(0, 6))).isEqualTo(17_000);
        assertThat(fillSmall(List.of(Callers.OPERATOR))).isEqualTo(2_000);
        assertThat(admit(ledger.callers.revoke(Callers.OPERATOR, GREEDY))).isInstanceOf(Admitted.Waiting.class);
        assertThat(pool.size()).isEqualTo(19_001);
    }

    /** Small commands of each until one is refused; returns how many were taken. */
    private int fillSmall(List<PrincipalId> principals) {
        int before = pool.size();
        for (PrincipalId principal : principals) {
            Admitted last;
            do {
                last = admit(ledger.callers.small(principal));
            } while (last instanceof Admitted.Waiting);
        }
        return pool.size() - before;
    }

    private void fillWithOthers() {
        PRINCIPALS.subList(0, 15).forEach(this::fill);
        assertThat(admit(ledger.callers.large(REVOKED))).isInstanceOf(Admitted.Crowded.class);
    }

    /** Large commands until one is refused; returns the bytes that were taken. */
    private long fill(PrincipalId principal) {
        long bytes = 0;
        byte[] next = ledger.callers.large(principal);
        for (int i = 0; i < 400 && admit(next) instanceof Admitted.Waiting; i++) {
            bytes += next.length;
            next = ledger.callers.large(principal);
        }
        return bytes;
    }

    private Admitted admit(byte[] jws) {
        return admit(TestLedger.parse(jws));
    }

    private Admitted admit(SignedCommand command) {
        return pool.admit(ledger.state(), command, Moment.now());
    }
}
