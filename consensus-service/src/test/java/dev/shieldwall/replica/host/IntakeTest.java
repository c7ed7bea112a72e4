package dev.shieldwall.replica.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.ledger.Refusal;
import dev.shieldwall.model.command.SignedCommand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a caller is told whose command was passed on to the others and then dropped here. */
class IntakeTest {

    @TempDir
    Path folder;

    private final List<byte[]> forwarded = new ArrayList<>();
    private TestLedger ledger;
    private Ledgers ledgers;
    private Intake intake;

    @BeforeEach
    void makeIntake() throws Exception {
        ledger = new TestLedger(folder);
        ledgers = ledger.ledgers(TestLedger.mempool());
        intake = new Intake(Committee.of(ledger.genesis, 0), ledgers, new Courier(ledgers, new Forwards()), _ -> {});
    }

    @AfterEach
    void closeLedger() {
        ledger.close();
    }

    @ParameterizedTest
    @EnumSource(value = Refusal.class, names = "CONFLICT", mode = EnumSource.Mode.EXCLUDE)
    void whatIsDroppedAfterItWasPassedOnMayStillCommit(Refusal reason) throws Exception {
        assertThat(afterDrop(new Admitted.Refused(reason, "for the test"))).isInstanceOf(Submitted.Unknown.class);
    }

    @Test
    void whatIsDroppedForWantOfRoomMayStillCommit() throws Exception {
        assertThat(afterDrop(new Admitted.Crowded("for the test"))).isInstanceOf(Submitted.Unknown.class);
        assertThat(afterDrop(new Admitted.Conflict())).isInstanceOf(Submitted.Unknown.class);
    }

    @Test
    void otherBytesThatWereDecidedUnderTheIdAreAnAnswer() throws Exception {
        Admitted.Refused conflict = new Admitted.Refused(Refusal.CONFLICT, "for the test");
        assertThat(afterDrop(conflict)).isEqualTo(new Submitted.NotAdmitted(conflict));
    }

    @Test
    void whatIsDroppedBecauseItWasDecidedHasItsReceipt() throws Exception {
        byte[] command = ledger.callers.session();
        CompletableFuture<Submitted> answer = submitted(command);
        ServedBlock block = ledger.decide(command);
        ledgers.history().add(block);
        ledgers.drop(new BlockValidator.Dropped(TestLedger.parse(command), new Admitted.Decided(1, 0)));
        assertThat(answer.get(10, TimeUnit.SECONDS)).isInstanceOf(Submitted.Decided.class);
    }

    @Test
    void whatNeverWaitedHereIsRefusedAtOnce() throws Exception {
        byte[] late = ledger.callers.sessionUntil(System.currentTimeMillis() - 1);
        assertThat(intake.submit(late, 10_000)).isInstanceOfSatisfying(Submitted.NotAdmitted.class, refused ->
                assertThat(refused.why()).isInstanceOf(Admitted.Refused.class));
        assertThat(forwarded).isEmpty();
    }

    private Submitted afterDrop(Admitted why) throws Exception {
        byte[] command = ledger.callers.session();
        CompletableFuture<Submitted> answer = submitted(command);
        ledgers.drop(new BlockValidator.Dropped(TestLedger.parse(command), why));
        return answer.get(10, TimeUnit.SECONDS);
    }

    /** Waits until the command is passed on. */
    private CompletableFuture<Submitted> submitted(byte[] command) throws InterruptedException {
        SignedCommand parsed = TestLedger.parse(command);
        CompletableFuture<Submitted> answer = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                answer.complete(intake.submit(command, 30_000));
            } catch (InterruptedException | RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        TestMesh.await(() -> ledgers.mempool().find(parsed.jws()) != null);
        return answer;
    }

    private final class Forwards extends UnusedLink {

        @Override
        public void forward(byte[] frame) {
            forwarded.add(frame);
        }
    }
}
