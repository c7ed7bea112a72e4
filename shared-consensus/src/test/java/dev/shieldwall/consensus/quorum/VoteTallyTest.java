package dev.shieldwall.consensus.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.model.block.Vote;
import dev.shieldwall.model.block.VoteType;
import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.codec.Hash;
import org.junit.jupiter.api.Test;

class VoteTallyTest {

    private static final Hash A = Hash.sha256(new byte[] {1});
    private static final Hash B = Hash.sha256(new byte[] {2});
    private static final Hash C = Hash.sha256(new byte[] {3});

    private final VoteTally tally = new VoteTally(4);

    @Test
    void theSameVoteTwiceCountsOnce() {
        tally.record(vote(1, 0, A));
        assertThat(tally.record(vote(1, 0, A))).isEmpty();
        assertThat(tally.of(0)).hasSize(1);
    }

    @Test
    void bothVotesOfAnEquivocatorAreKeptAndAreEvidence() {
        Vote first = vote(1, 0, A);
        tally.record(first);
        assertThat(tally.record(vote(1, 0, B))).contains(first);
        assertThat(tally.candidates(0)).containsExactlyInAnyOrder(A, B);
        assertThat(tally.hasVoted(1, 0, A)).isTrue();
        assertThat(tally.hasVoted(1, 0, B)).isTrue();
    }

    @Test
    void aThirdVoteOfOneReplicaIsNotKept() {
        tally.record(vote(1, 0, A));
        tally.record(vote(1, 0, B));
        assertThat(tally.record(vote(1, 0, C))).isEmpty();
        assertThat(tally.of(0)).hasSize(VoteTally.MAX_VOTES_PER_REPLICA);
    }

    @Test
    void votesOfDifferentViewsAreNoContradiction() {
        tally.record(vote(1, 0, A));
        assertThat(tally.record(vote(1, 1, B))).isEmpty();
        assertThat(tally.views()).containsExactly(0L, 1L);
    }

    @Test
    void oldViewsCanBeForgotten() {
        tally.record(vote(1, 0, A));
        tally.record(vote(1, 2, A));
        tally.forgetBelow(2);
        assertThat(tally.views()).containsExactly(2L);
    }

    private static Vote vote(int replica, long view, Hash hash) {
        return new Vote(VoteType.COMMIT, 0, 1, view, hash, replica, Bytes.of(new byte[Vote.SIGNATURE_BYTES]));
    }
}
