package dev.shieldwall.ledger;

import static dev.shieldwall.ledger.TestLedger.ANA;
import static dev.shieldwall.ledger.TestLedger.DIRECT;
import static dev.shieldwall.ledger.TestLedger.TRADER;
import static dev.shieldwall.ledger.TestLedger.dimensions;
import static dev.shieldwall.ledger.TestLedger.establish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shieldwall.crypto.merkle.MerkleTree;
import dev.shieldwall.model.audit.AuditLeaf;
import dev.shieldwall.model.block.Block;
import dev.shieldwall.model.block.ResultLeaf;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.codec.MalformedException;
import dev.shieldwall.model.command.SignedCommand;
import dev.shieldwall.model.decision.Decision;
import dev.shieldwall.model.identity.PrincipalId;
import dev.shieldwall.model.proof.StateKey;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Blocks as a whole: what they must fit, what they leave behind. */
class LedgerTest {

    private final TestLedger ledger = new TestLedger();

    @Test
    void theWholeStoryOfTheDemoIsDecided() {
        ledger.populated();
        assertThat(ledger.run(ANA, ledger.grant(1, TRADER, dimensions("compute", "execute"), "orders")))
                .isEqualTo(new Decision.Accepted());

        Decision decision = ledger.run(TRADER, TestLedger.authorize(1, dimensions("compute", "execute"), "orders"));

        assertThat(decision).isInstanceOf(Decision.Granted.class);
        assertThat(ledger.state.height()).isEqualTo(5);
        assertThat(ledger.state.audit().size()).isEqualTo(5);
    }

    @Test
    void laterCommandsOfABlockSeeTheEffectsOfEarlierOnes() {
        BlockOutcome.Executed executed = ledger.block(
                ledger.by(TRADER, ledger.register(TRADER)),
                ledger.by(ANA, ledger.grant(1, TRADER, dimensions("data", "read"))),
                ledger.by(TRADER, establish(1)),
                ledger.by(TRADER, TestLedger.authorize(1, dimensions("data", "read"))));

        assertThat(executed.results()).extracting(ResultLeaf::decision).last().isInstanceOf(Decision.Granted.class);
        assertThat(executed.results()).extracting(ResultLeaf::index).containsExactly(0, 1, 2, 3);
    }

    @Test
    void aBlockHasTheNextHeightALaterTimeAndAReplicaAsBuilder() {
        BlockContext good = new BlockContext(1, TestLedger.START + 1, Hash.ZERO, 3);
        assertThat(Ledger.apply(ledger.state, good, List.of(), DIRECT)).isInstanceOf(BlockOutcome.Executed.class);

        for (BlockContext bad : List.of(
                new BlockContext(0, good.timeMillis(), Hash.ZERO, 3),
                new BlockContext(2, good.timeMillis(), Hash.ZERO, 3),
                new BlockContext(1, TestLedger.START, Hash.ZERO, 3),
                new BlockContext(1, BlockExecution.MAX_TIME_MILLIS + 1, Hash.ZERO, 3),
                new BlockContext(1, good.timeMillis(), Hash.ZERO, 4),
                new BlockContext(1, good.timeMillis(), Hash.ZERO, -1))) {
            assertThat(Ledger.apply(ledger.state, bad, List.of(), DIRECT))
                    .isInstanceOfSatisfying(BlockOutcome.Invalid.class, invalid -> {
                        assertThat(invalid.index()).isEqualTo(BlockOutcome.WHOLE_BLOCK);
                        assertThat(invalid.reason()).isEqualTo(Refusal.NOT_NEXT);
                    });
            assertThatThrownBy(() -> BlockExecution.begin(ledger.state, bad, DIRECT))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void theLastMomentOfAllTimeIsStillATime() {
        var context = new BlockContext(1, BlockExecution.MAX_TIME_MILLIS, Hash.ZERO, 0);
        assertThat(Ledger.apply(ledger.state, context, List.of(), DIRECT)).isInstanceOf(BlockOutcome.Executed.class);
    }

    @Test
    void anEmptyBlockAddsNoAuditLeafAndChangesTheTipAlone() {
        ledger.populated();
        LedgerState before = ledger.state;
        BlockOutcome.Executed executed = ledger.block();

        assertThat(executed.leaves()).isEmpty();
        assertThat(executed.auditRoot()).isEqualTo(before.audit().root());
        assertThat(executed.auditSize()).isEqualTo(before.audit().size());
        assertThat(executed.stateRoot()).isNotEqualTo(before.root());
        assertThat(executed.batchRoot()).isEqualTo(Block.batchRoot(List.of()));
    }

    @Test
    void theRootsOfTheOutcomeAreThoseOfItsParts() {
        SignedCommand command = ledger.by(TRADER, ledger.register(TRADER));
        BlockOutcome.Executed executed = ledger.block(command, ledger.by(ANA, ledger.grant(1, ANA, dimensions("a", "b"))));

        assertThat(executed.stateRoot()).isEqualTo(executed.state().root());
        assertThat(executed.resultsRoot()).isEqualTo(Block.resultsRoot(executed.results()));
        assertThat(executed.auditRoot().unsafeArray())
                .isEqualTo(MerkleTree.root(executed.leaves().stream().map(AuditLeaf::encode).toList()));
        assertThat(executed.auditSize()).isEqualTo(2);
        assertThat(executed.results().getFirst().jwsHash()).isEqualTo(Hash.sha256(command.jws().unsafeArray()));
    }

    @Test
    void theAuditLogIsChainedOverBlocks() {
        ledger.populated();
        var bytes = new ArrayList<byte[]>();
        Hash previous = Hash.ZERO;
        var again = new TestLedger();
        for (PrincipalId id : List.of(TRADER, TestLedger.OTHER)) {
            for (AuditLeaf leaf : again.block(again.by(id, again.register(id))).leaves()) {
                assertThat(leaf.index()).isEqualTo(bytes.size());
                assertThat(leaf.previousHash()).isEqualTo(previous);
                assertThat(leaf.content().action()).isEqualTo("identity_registered");
                assertThat(leaf.content().consensusId()).isEqualTo(again.state.height() + "/0");
                assertThat(leaf.content().nodeId())
                        .isEqualTo(again.genesis.replicaPrincipal((int) ((again.state.height() - 1) % 4)));
                previous = Hash.sha256(leaf.encode());
                bytes.add(leaf.encode());
            }
        }
        assertThat(again.state.audit().root().unsafeArray()).isEqualTo(MerkleTree.root(bytes));
    }

    @Test
    void aDenialIsInTheLogAndUsesTheCommandIdAndChangesNothingElse() {
        ledger.populated();
        long size = ledger.state.size();
        ledger.now += 1_000;
        BlockOutcome.Executed executed =
                ledger.block(ledger.by(TRADER, ledger.grant(1, TRADER, dimensions("data", "read"))));

        assertThat(executed.results().getFirst().decision()).isInstanceOf(Decision.Rejected.class);
        assertThat(executed.results().getFirst().events()).isEmpty();
        assertThat(executed.leaves().getFirst().content().action()).isEqualTo("capability_grant_denied");
        // One used id and its filing: number of chunks and chunk.
        assertThat(executed.state().size()).isEqualTo(size + 3);
    }

    @Test
    void aSnapshotGivesTheSameStateAndAPartOfItNone() throws Exception {
        ledger.populated();
        LedgerState loaded = LedgerState.load(ledger.state.entries());
        assertThat(loaded.root()).isEqualTo(ledger.state.root());
        assertThat(loaded.height()).isEqualTo(ledger.state.height());
        assertThat(loaded.identity(TRADER)).isEqualTo(ledger.state.identity(TRADER));

        SignedCommand command = ledger.by(TRADER, establish(2));
        ledger.now += 1_000;
        assertThat(((BlockOutcome.Executed) Ledger.apply(loaded, ledger.next(), List.of(command), DIRECT)).stateRoot())
                .isEqualTo(((BlockOutcome.Executed) ledger.outcome(command)).stateRoot());

        assertThatThrownBy(() -> LedgerState.load(List.<dev.shieldwall.model.proof.StateEntry>of().iterator()))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void aClientProvesWhatTheLedgerHoldsAndWhatItDoesNot() throws Exception {
        ledger.populated();
        Hash root = ledger.state.root();
        StateKey<?> known = StateKey.identity(TRADER);
        StateKey<?> unknown = StateKey.identity(TestLedger.principal("service/nobody"));

        assertThat(ledger.state.prove(known).verify(root, StateKey.identity(TRADER)))
                .isEqualTo(ledger.state.identity(TRADER));
        assertThat(ledger.state.prove(unknown).verify(root, unknown)).isEmpty();
    }
}
