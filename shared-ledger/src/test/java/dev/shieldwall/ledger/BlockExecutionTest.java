package dev.shieldwall.ledger;

import static dev.shieldwall.ledger.TestLedger.DIRECT;
import static dev.shieldwall.ledger.TestLedger.OTHER;
import static dev.shieldwall.ledger.TestLedger.TRADER;
import static dev.shieldwall.ledger.TestLedger.establish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shieldwall.model.command.SignedCommand;
import dev.shieldwall.model.decision.Decision;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Building a block and checking it are one piece of code, and every ledger comes to the same state. */
class BlockExecutionTest {

    private static final int BLOCKS = 25;
    private static final int CANDIDATES = 30;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void whatABuilderSelectsPassesEveryCheckWithTheSameRoots(long seed) throws Exception {
        var builder = new TestLedger();
        var commands = new RandomCommands(builder, seed);
        LedgerState follower = builder.state;
        int taken = 0;
        int granted = 0;
        int dropped = 0;
        for (int block = 0; block < BLOCKS; block++) {
            builder.now += 5_000;
            BlockContext context = builder.next();
            Ledger.Selection selection = Ledger.select(builder.state, context, commands.batch(CANDIDATES), DIRECT);
            assertThat(selection.taken().size() + selection.dropped().size()).isEqualTo(CANDIDATES);

            BlockOutcome outcome = Ledger.apply(follower, context, selection.taken(), DIRECT);
            assertThat(outcome).isInstanceOf(BlockOutcome.Executed.class);
            assertSame((BlockOutcome.Executed) outcome, selection.executed());
            builder.state = selection.executed().state();
            // A follower that started from a snapshot goes on like one that saw every block.
            follower = LedgerState.load(((BlockOutcome.Executed) outcome).state().entries());

            taken += selection.taken().size();
            dropped += selection.dropped().size();
            granted += (int) selection.executed().results().stream()
                    .filter(result -> result.decision() instanceof Decision.Granted)
                    .count();
        }
        // The seeds are worth something only if they reach all kinds of answers.
        assertThat(taken).isGreaterThan(100);
        assertThat(dropped).isGreaterThan(20);
        assertThat(granted).isGreaterThan(10);
    }

    private static void assertSame(BlockOutcome.Executed one, BlockOutcome.Executed other) {
        assertThat(one.stateRoot()).isEqualTo(other.stateRoot());
        assertThat(one.resultsRoot()).isEqualTo(other.resultsRoot());
        assertThat(one.batchRoot()).isEqualTo(other.batchRoot());
        assertThat(one.auditRoot()).isEqualTo(other.auditRoot());
        assertThat(one.auditSize()).isEqualTo(other.auditSize());
        assertThat(one.leaves()).isEqualTo(other.leaves());
        assertThat(one.results()).isEqualTo(other.results());
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void aDroppedCommandIsDroppedForAReasonThatABlockWouldGiveToo(long seed) {
        var ledger = new TestLedger();
        var commands = new RandomCommands(ledger, seed);
        for (int block = 0; block < 8; block++) {
            ledger.now += 5_000;
            BlockContext context = ledger.next();
            var execution = BlockExecution.begin(ledger.state, context, DIRECT);
            var taken = new ArrayList<SignedCommand>();
            for (SignedCommand candidate : commands.batch(CANDIDATES)) {
                taken.add(candidate);
                if (!(execution.tryAdd(candidate) instanceof Admission.Admitted)) {
                    assertThat(Ledger.apply(ledger.state, context, taken, DIRECT))
                            .isInstanceOfSatisfying(BlockOutcome.Invalid.class,
                                    invalid -> assertThat(invalid.index()).isEqualTo(taken.size() - 1));
                    taken.removeLast();
                }
            }
            ledger.state = execution.finish().state();
        }
    }

    @Test
    void aCommandThatThrowsLeavesTheBlockAsItWas() {
        TestLedger ledger = new TestLedger().populated();
        ledger.now += 1_000;
        SignedCommand bad = ledger.by(TRADER, establish(8));
        List<SignedCommand> good = List.of(ledger.by(TRADER, establish(9)), ledger.by(OTHER, establish(10)));
        SignatureCheck throwing = (command, key) -> {
            if (command.equals(bad)) {
                throw new IllegalStateException("seeded");
            }
            DIRECT.check(command, key);
        };

        assertThatThrownBy(() -> Ledger.apply(ledger.state, ledger.next(), List.of(bad), throwing))
                .isInstanceOf(IllegalStateException.class);
        var execution = BlockExecution.begin(ledger.state, ledger.next(), throwing);
        assertThat(execution.tryAdd(good.get(0))).isInstanceOf(Admission.Admitted.class);
        assertThatThrownBy(() -> execution.tryAdd(bad)).isInstanceOf(IllegalStateException.class);
        assertThat(execution.tryAdd(good.get(1))).isInstanceOf(Admission.Admitted.class);

        assertThat(execution.size()).isEqualTo(2);
        assertSame(execution.finish(), (BlockOutcome.Executed) Ledger.apply(ledger.state, ledger.next(), good, DIRECT));
    }

    @Test
    void anAbandonedBlockLeavesItsParentAsItWas() {
        TestLedger ledger = new TestLedger().populated();
        var root = ledger.state.root();
        ledger.now += 1_000;
        ledger.outcome(ledger.by(TRADER, establish(9)), ledger.by(TRADER, establish(10)));
        assertThat(ledger.state.root()).isEqualTo(root);
        assertThat(ledger.state.session(TestLedger.sessionId(9))).isEmpty();
    }

    @Test
    void admissionFollowsTheStateThatItIsAskedOf() {
        TestLedger ledger = new TestLedger();
        ledger.now += 1_000;
        SignedCommand early = ledger.by(TRADER, establish(9));
        assertThat(ledger.refusal(early)).isEqualTo(Refusal.UNKNOWN_PRINCIPAL);
        ledger.registered(TRADER);
        ledger.now += 1_000;
        assertThat(ledger.admit(early)).isEqualTo(new Admission.Admitted());
    }
}
