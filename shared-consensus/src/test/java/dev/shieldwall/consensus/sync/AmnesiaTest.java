package dev.shieldwall.consensus.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.consensus.core.ConsensusGroup;
import dev.shieldwall.consensus.pbft.TestGroup;
import dev.shieldwall.model.block.QuorumCertificate;
import dev.shieldwall.model.block.VoteType;
import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.genesis.ConsensusParameters;
import dev.shieldwall.model.replica.Quorums;
import java.util.List;
import org.junit.jupiter.api.Test;

class AmnesiaTest {

    private static final int SELF = 2;

    private final ConsensusGroup group = new TestGroup(4, ConsensusParameters.DEFAULTS).group;
    private final Amnesia amnesia = new Amnesia(group, SELF, 0);

    /**
     * Replica 3 decided heights 10 to 13 with us and a liar, and replica 0 was cut off. The liar and replica 0 alone would
     * let us vote again where we voted before.
     */
    @Test
    void aLiarAndAReplicaThatWasLeftBehindAreNotEnough() {
        amnesia.answered(0, 9);
        amnesia.answered(1, 0);
        assertThat(amnesia.knowsEnough()).isFalse();
        assertThat(amnesia.floor(tip(100, 0))).isEmpty();
        amnesia.answered(3, 13);
        assertThat(amnesia.floor(tip(15, 0))).isEmpty();
        assertThat(amnesia.floor(tip(16, 0))).isPresent();
    }

    @Test
    void ownAnswersAndRepeatedOnesDoNotCount() {
        amnesia.answered(0, 9);
        amnesia.answered(1, 9);
        amnesia.answered(1, 12);
        amnesia.answered(SELF, 9);
        assertThat(amnesia.answers()).isEqualTo(2);
        assertThat(amnesia.knowsEnough()).isFalse();
    }

    @Test
    void theFirstAnswerCountsThoughTheTipMovesOn() {
        amnesia.answered(0, 9);
        amnesia.answered(1, 10);
        amnesia.answered(3, 9);
        amnesia.answered(1, 11);
        assertThat(amnesia.floor(tip(12, 0))).isEmpty();
        assertThat(amnesia.floor(tip(13, 0))).isPresent();
    }

    @Test
    void itPromisesTheViewAfterThatOfTheNewestCertificate() {
        everybodyAnswers(0);
        assertThat(amnesia.floor(tip(20, 0))).contains(new Amnesia.Floor(20, 1));
        assertThat(amnesia.floor(tip(21, 7))).contains(new Amnesia.Floor(21, 8));
    }

    @Test
    void heightsThatAreKnownToBeSignedCountAsAnAnswer() {
        var partly = new Amnesia(group, SELF, 50);
        for (int peer : new int[] {0, 1, 3}) {
            partly.answered(peer, 9);
        }
        assertThat(partly.floor(tip(52, 0))).isEmpty();
        assertThat(partly.floor(tip(53, 0))).isPresent();
    }

    @Test
    void atGenesisNothingIsKnown() {
        everybodyAnswers(0);
        assertThat(amnesia.floor(null)).isEmpty();
    }

    /** The one fact on which the argument rests; see docs/design/consensus.md. */
    @Test
    void aQuorumOfOthersMeetsTheOthersOfEveryQuorumInAnHonestReplica() {
        for (int n = 4; n <= 13; n++) {
            int quorum = Quorums.quorum(n);
            int faults = Quorums.faults(n);
            int honestOthers = n - 1 - faults;
            int honestAnswers = quorum - faults;
            int honestOthersOfAQuorum = quorum - 1 - faults;
            assertThat(honestAnswers + honestOthersOfAQuorum).as("n = " + n).isGreaterThan(honestOthers);
        }
    }

    private void everybodyAnswers(long height) {
        for (int peer : new int[] {0, 1, 3}) {
            amnesia.answered(peer, height);
        }
    }

    private static QuorumCertificate tip(long height, long view) {
        return new QuorumCertificate(
                VoteType.COMMIT, 0, height, view, Hash.ZERO, Bytes.of(new byte[] {0}), List.of());
    }
}
