package dev.shieldwall.replica.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.consensus.pbft.Standing;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.command.SessionCommand;
import dev.shieldwall.model.decision.CommandId;
import dev.shieldwall.model.identity.PrincipalId;
import dev.shieldwall.model.session.SessionId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a backup passes on to the primary, and when. Half of the base timeout is 500 ms here. */
class RelayTest {

    private static final int SELF = 2;
    private static final int PRIMARY = 0;
    private static final long HALF = 500;
    private static final long NANOS_PER_MILLI = 1_000_000;
    /** What the other clock says at the start: it passes its largest value within each test. */
    private static final long START_NANOS = Long.MAX_VALUE - HALF * NANOS_PER_MILLI / 2;
    private static final PrincipalId SERVICE = new PrincipalId("spiffe://mesh.example/service/a");

    @TempDir
    Path folder;

    private final List<Integer> sentTo = new ArrayList<>();
    private long sentBytes;
    private TestLedger ledger;
    private Ledgers ledgers;
    private Relay relay;
    private long start;

    @BeforeEach
    void makeRelay() throws Exception {
        ledger = new TestLedger(folder);
        ledger.decide(ledger.callers.register(SERVICE));
        ledgers = ledger.ledgers(TestLedger.mempool());
        relay = new Relay(Committee.of(ledger.genesis, SELF), ledgers, (command, key) -> {}, new Outgoing());
        start = System.currentTimeMillis();
        relay.tick(backup(1), at(start));
    }

    @AfterEach
    void closeLedger() {
        ledger.close();
    }

    @Test
    void aCommandIsPassedOnAtHalfOfTheBaseTimeoutAndAgainAfterAnother() {
        waits(ledger.callers.small(SERVICE), start + 1_000);
        relay.tick(backup(1), at(start + 1_000 + HALF - 1));
        assertThat(sentTo).isEmpty();
        relay.tick(backup(1), at(start + 1_000 + HALF));
        assertThat(sentTo).containsExactly(PRIMARY);
        relay.tick(backup(1), at(start + 1_000 + 2 * HALF - 1));
        assertThat(sentTo).hasSize(1);
        relay.tick(backup(1), at(start + 1_000 + 2 * HALF));
        assertThat(sentTo).containsExactly(PRIMARY, PRIMARY);
    }

    @ParameterizedTest
    @ValueSource(longs = {-10_000, 10_000})
    void aClockThatIsSetDoesNotChangeHowLongACommandHasWaited(long byMillis) {
        waits(ledger.callers.small(SERVICE), start);
        relay.tick(backup(1), set(at(start + HALF - 1), byMillis));
        assertThat(sentTo).isEmpty();
        relay.tick(backup(1), set(at(start + HALF), byMillis));
        assertThat(sentTo).containsExactly(PRIMARY);
        relay.tick(backup(1), set(at(start + 2 * HALF), 2 * byMillis));
        assertThat(sentTo).containsExactly(PRIMARY, PRIMARY);
    }

    private static Moment set(Moment moment, long byMillis) {
        return new Moment(moment.millis() + byMillis, moment.nanos());
    }

    @Test
    void whileBlocksAreDecidedNothingIsPassedOn() {
        waits(ledger.callers.small(SERVICE), start);
        for (int height = 2; height < 10; height++) {
            relay.tick(backup(height), at(start + height * HALF));
            relay.tick(backup(height), at(start + height * HALF + HALF - 1));
        }
        assertThat(sentTo).isEmpty();
    }

    @Test
    void aPrimaryAndOneThatWaitsForAViewPassNothingOn() {
        waits(ledger.callers.small(SERVICE), start);
        Standing primary = standing(0, true, SELF, 1);
        Standing waiting = standing(1, false, PRIMARY, 1);
        for (Standing standing : List.of(primary, waiting)) {
            relay.tick(standing, at(start + 2 * HALF));
            relay.tick(standing, at(start + 4 * HALF));
        }
        assertThat(sentTo).isEmpty();
    }

    @Test
    void atATimeSixtyFourCommandsArePassedOnAndNoMore() {
        for (int i = 0; i < 65; i++) {
            waits(ledger.callers.small(SERVICE), start);
        }
        relay.tick(backup(1), at(start + HALF));
        assertThat(sentTo).hasSize(64);
    }

    @Test
    void atATimeSoManyBytesArePassedOnAndNoMore() {
        byte[] large = ledger.callers.large(SERVICE);
        for (int i = 0; i < 10; i++) {
            waits(ledger.callers.large(SERVICE), start);
        }
        relay.tick(backup(1), at(start + HALF));
        assertThat(sentBytes - sentTo.size()).isBetween(Relay.MAX_BYTES - large.length, Relay.MAX_BYTES);
    }

    @Test
    void whatExpiredIsDroppedAndPatienceBeginsAnewUnlessAnotherWaitsForLong() {
        byte[] brief = ledger.callers.sessionUntil(start + 700);
        waits(brief, start);
        assertThat(relay.tick(backup(1), at(start + 700))).as("still good, and passed on").isFalse();
        waits(ledger.callers.small(SERVICE), start + 701);
        assertThat(relay.tick(backup(1), at(start + 701))).isTrue();
        assertThat(relay.tick(backup(1), at(start + 702))).as("said once").isFalse();
        assertThat(ledgers.mempool().size()).isEqualTo(1);

        waits(ledger.callers.sessionUntil(start + 900), start + 702);
        assertThat(relay.tick(backup(1), at(start + 701 + HALF))).as("the other waits for long").isFalse();
        assertThat(ledgers.mempool().size()).isEqualTo(1);
    }

    @Test
    void beforeHalfOfTheBaseTimeoutNothingIsDroppedAndPatienceGoesOn() {
        waits(ledger.callers.sessionUntil(start + 100), start);
        relay.tick(backup(2), at(start + 1));
        assertThat(relay.tick(backup(2), at(start + HALF))).isFalse();
        assertThat(ledgers.mempool().size()).isEqualTo(1);
        assertThat(relay.tick(backup(2), at(start + 1 + HALF))).isTrue();
        assertThat(ledgers.mempool().size()).isZero();
    }

    @Test
    void theSecondOfTwoWithOneIdIsDroppedOnceTheFirstIsDecidedAndPatienceBeginsAnew() {
        CommandId id = new CommandId(Callers.sixteen());
        waits(ledger.callers.sign(SERVICE, Callers.close(), id), start);
        ServedBlock block = ledger.decide(ledger.callers.sign(SERVICE, other(), id));
        ledgers.publish(ledger.head(), block);
        relay.tick(backup(3), at(start));
        assertThat(relay.tick(backup(3), at(start + HALF))).isTrue();
        assertThat(sentTo).isEmpty();
        assertThat(ledgers.mempool().size()).isZero();
    }

    @Test
    void aGoodOneBehindAnyNumberOfBadOnesIsFoundAndPassedOn() {
        conflictsWait(Relay.MAX_COMMANDS + 1);
        waits(ledger.callers.small(SERVICE), start);
        assertThat(relay.tick(backup(2), at(start + HALF))).isFalse();
        assertThat(sentTo).containsExactly(PRIMARY);
        assertThat(ledgers.mempool().size()).isEqualTo(1);
    }

    @Test
    void atATimeSoManyAreJudgedAndNoMoreAndUntilAllAreThePatienceStays() {
        conflictsWait(Relay.MAX_JUDGED + 1);
        assertThat(relay.tick(backup(2), at(start + HALF))).as("there may be a good one behind").isFalse();
        assertThat(ledgers.mempool().size()).isEqualTo(1);
        assertThat(relay.tick(backup(2), at(start + HALF + 100))).isTrue();
        assertThat(ledgers.mempool().size()).isZero();

        conflictsWait(Relay.MAX_JUDGED);
        relay.tick(backup(3), at(start + HALF));
        assertThat(ledgers.mempool().size()).isZero();
        assertThat(relay.tick(backup(3), at(start + HALF + 100))).isTrue();
    }

    /** Commands whose ids are used for other bytes in the next block. */
    private void conflictsWait(int number) {
        byte[][] others = new byte[number][];
        for (int i = 0; i < number; i++) {
            CommandId id = new CommandId(Callers.sixteen());
            waits(ledger.callers.sign(SERVICE, Callers.close(), id), start);
            others[i] = ledger.callers.sign(SERVICE, other(), id);
        }
        ServedBlock block = ledger.decide(others);
        ledgers.publish(ledger.head(), block);
        relay.tick(backup(ledger.state().height()), at(start));
    }

    private static SessionCommand.Close other() {
        return new SessionCommand.Close(new SessionId(Callers.sixteen()));
    }

    private void waits(byte[] jws, long sinceMillis) {
        assertThat(ledgers.mempool().admit(ledger.state(), TestLedger.parse(jws), at(sinceMillis)))
                .isInstanceOf(Admitted.Waiting.class);
    }

    private Moment at(long millis) {
        return new Moment(millis, START_NANOS + (millis - start) * NANOS_PER_MILLI);
    }

    private static Standing backup(long height) {
        return standing(0, true, PRIMARY, height);
    }

    private static Standing standing(long view, boolean active, int primary, long height) {
        return new Standing(
                view, active, primary, height, Hash.sha256(new byte[0]), false, List.of(), List.of(), 0, false);
    }

    private final class Outgoing extends UnusedLink {

        @Override
        public void forward(int replica, byte[] frame) {
            sentTo.add(replica);
            sentBytes += frame.length;
        }
    }
}
