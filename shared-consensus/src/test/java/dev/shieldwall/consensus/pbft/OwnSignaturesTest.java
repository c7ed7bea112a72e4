package dev.shieldwall.consensus.pbft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.consensus.core.Message.ViewChange;
import dev.shieldwall.consensus.core.Message.ViewChangeStatement;
import dev.shieldwall.consensus.core.Output;
import dev.shieldwall.model.block.Vote;
import dev.shieldwall.model.block.VoteType;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.genesis.ConsensusParameters;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OwnSignaturesTest {

    private static final Hash A = Hash.sha256(new byte[] {1});
    private static final Hash B = Hash.sha256(new byte[] {2});

    private final TestGroup lab = new TestGroup(4, ConsensusParameters.DEFAULTS);
    private final Effects effects = new Effects();
    private final OwnSignatures signatures = new OwnSignatures(lab.group, 2, lab.signer(2), effects);

    @Test
    void theRecordOfASignatureComesBeforeAnythingElse() {
        Vote vote = signatures.vote(VoteType.PREPARE, 1, 0, A).orElseThrow();
        assertThat(effects.take()).singleElement().isInstanceOf(Output.Persist.class);
        assertThat(vote.replica()).isEqualTo(2);
    }

    @Test
    void theSameVoteAgainIsTheSameBytes() {
        Vote first = signatures.vote(VoteType.PREPARE, 1, 0, A).orElseThrow();
        effects.take();
        assertThat(signatures.vote(VoteType.PREPARE, 1, 0, A)).contains(first);
        assertThat(effects.take()).isEmpty();
    }

    @Test
    void anotherBlockAtTheSamePositionIsRefused() {
        signatures.vote(VoteType.PREPARE, 1, 0, A);
        assertRefused(signatures.vote(VoteType.PREPARE, 1, 0, B));
    }

    @Test
    void heightsAndViewsNeverGoBack() {
        signatures.vote(VoteType.COMMIT, 5, 3, A);
        assertRefused(signatures.vote(VoteType.COMMIT, 4, 3, A));
        assertRefused(signatures.vote(VoteType.COMMIT, 5, 2, A));
        assertRefused(signatures.vote(VoteType.COMMIT, 6, 2, A));
        assertThat(signatures.vote(VoteType.COMMIT, 6, 3, A)).isPresent();
        assertThat(signatures.vote(VoteType.COMMIT, 6, 4, B)).isPresent();
    }

    @Test
    void nothingIsVotedBelowAPromisedView() {
        assertThat(signatures.viewChange(statement(2))).isPresent();
        assertRefused(signatures.vote(VoteType.PREPARE, 1, 1, A));
        assertThat(signatures.vote(VoteType.PREPARE, 1, 2, A)).isPresent();
    }

    @Test
    void oneViewChangeForAView() {
        assertThat(signatures.viewChange(statement(2))).isPresent();
        effects.take();
        assertThat(signatures.viewChange(statement(2))).isEmpty();
        assertThat(signatures.viewChange(statement(1))).isEmpty();
        assertThat(signatures.viewChange(statement(3))).isPresent();
    }

    @Test
    void whatWasRestoredBinds() {
        Vote vote = lab.vote(VoteType.PREPARE, 2, 0, lab.block(lab.genesisTip(), 0, 2_000_000).header());
        signatures.restore(vote);
        assertRefused(signatures.vote(VoteType.PREPARE, 1, 0, A));
        signatures.restore(new ViewChange(statement(4), vote.signature()));
        assertRefused(signatures.vote(VoteType.PREPARE, 2, 3, A));
    }

    @Test
    void aSignerThatRefusesSilencesTheReplica() {
        var guarded = new OwnSignatures(lab.group, 2, (_, _, _) -> Optional.empty(), effects);
        assertRefused(guarded.vote(VoteType.PREPARE, 1, 0, A));
    }

    private void assertRefused(Optional<Vote> vote) {
        assertThat(vote).isEmpty();
        assertThat(effects.take()).last().isInstanceOf(Output.Alarm.class);
    }

    private static ViewChangeStatement statement(long view) {
        return new ViewChangeStatement(0, view, 2, 0, null, null);
    }
}
