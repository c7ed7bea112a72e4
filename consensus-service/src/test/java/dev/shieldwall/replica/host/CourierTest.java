package dev.shieldwall.replica.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.model.command.SignedCommand;
import dev.shieldwall.model.identity.PrincipalId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How often the others are sent a command that waits here. */
class CourierTest {

    private static final PrincipalId SERVICE = new PrincipalId("spiffe://mesh.example/service/a");
    private static final long PAUSE = Courier.PAUSE_NANOS;
    /** So that the clock passes its largest value in each test. */
    private static final long START = Long.MAX_VALUE - 2;

    @TempDir
    Path folder;

    private final List<SignedCommand> sent = new ArrayList<>();
    private TestLedger ledger;
    private Ledgers ledgers;
    private Courier courier;

    @BeforeEach
    void makeCourier() throws Exception {
        ledger = new TestLedger(folder);
        ledger.decide(ledger.callers.register(SERVICE));
        ledgers = ledger.ledgers(TestLedger.mempool());
        courier = new Courier(ledgers, new ToAll());
    }

    @AfterEach
    void closeLedger() {
        ledger.close();
    }

    @Test
    void whoBringsACommandAgainAndAgainHasItSentOnce() throws Exception {
        Intake intake = new Intake(Committee.of(ledger.genesis, 0), ledgers, courier, input -> {});
        byte[] command = ledger.callers.small(SERVICE);
        for (int i = 0; i < 3; i++) {
            assertThat(intake.submit(command, 1)).isInstanceOf(Submitted.Unknown.class);
        }
        assertThat(sent).containsExactly(TestLedger.parse(command));
        byte[] other = ledger.callers.small(SERVICE);
        intake.submit(other, 1);
        assertThat(sent).containsExactly(TestLedger.parse(command), TestLedger.parse(other));
    }

    @Test
    void afterThePauseACommandIsSentAgain() {
        SignedCommand command = awaited(ledger.callers.small(SERVICE));
        courier.send(command, START);
        courier.send(command, START + PAUSE - 1);
        courier.sendAgain(START + PAUSE - 1);
        assertThat(sent).hasSize(1);
        courier.sendAgain(START + PAUSE);
        assertThat(sent).containsExactly(command, command);
        courier.send(command, START + 2 * PAUSE - 1);
        assertThat(sent).hasSize(2);
        courier.send(command, START + 2 * PAUSE);
        assertThat(sent).hasSize(3);
    }

    @Test
    void whatNobodyWaitsForAndWhatIsDecidedIsNotSentAgain() {
        SignedCommand left = waiting(ledger.callers.small(SERVICE));
        SignedCommand decided = awaited(ledger.callers.small(SERVICE));
        SignedCommand neverSent = awaited(ledger.callers.small(SERVICE));
        courier.send(left, START);
        courier.send(decided, START);
        sent.clear();
        ledgers.mempool().remove(List.of(decided.jwsHash()));
        courier.sendAgain(START + PAUSE);
        courier.send(decided, START + PAUSE);
        assertThat(sent).isEmpty();
        courier.send(neverSent, START + PAUSE);
        assertThat(sent).containsExactly(neverSent);
    }

    @Test
    void soManyBytesAreSentAgainAtATimeAndEachCommandGetsItsTurn() {
        Set<SignedCommand> all = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            SignedCommand command = awaited(ledger.callers.large(SERVICE));
            courier.send(command, START + i);
            all.add(command);
        }
        int each = all.iterator().next().jws().size();
        int atATime = (int) (Courier.MAX_BYTES_AGAIN / each);
        assertThat(atATime).isBetween(2, 10);
        Set<SignedCommand> again = new HashSet<>();
        for (int look = 1; look <= 20 / atATime + 1; look++) {
            sent.clear();
            courier.sendAgain(START + (1 + look) * PAUSE);
            assertThat(sent).hasSize(atATime);
            again.addAll(sent);
        }
        assertThat(again).isEqualTo(all);
    }

    private SignedCommand waiting(byte[] jws) {
        SignedCommand command = TestLedger.parse(jws);
        assertThat(ledgers.mempool().admit(ledger.state(), command, Moment.now())).isInstanceOf(Admitted.Waiting.class);
        return command;
    }

    private SignedCommand awaited(byte[] jws) {
        SignedCommand command = waiting(jws);
        ledgers.pending().register(command.jwsHash());
        return command;
    }

    private final class ToAll extends UnusedLink {

        @Override
        public void forward(byte[] frame) {
            sent.add(TestLedger.parse(Arrays.copyOfRange(frame, 1, frame.length)));
        }
    }
}
