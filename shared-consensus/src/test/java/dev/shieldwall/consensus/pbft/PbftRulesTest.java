package dev.shieldwall.consensus.pbft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.consensus.core.Message.NewViewStatement;
import dev.shieldwall.consensus.core.Message.ViewChange;
import dev.shieldwall.consensus.core.Message.ViewChangeStatement;
import dev.shieldwall.consensus.core.PreparedCertificate;
import dev.shieldwall.consensus.core.Tip;
import dev.shieldwall.model.block.Block;
import dev.shieldwall.model.block.QuorumCertificate;
import dev.shieldwall.model.block.Vote;
import dev.shieldwall.model.block.VoteType;
import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.genesis.ConsensusParameters;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PbftRulesTest {

    private static final long NOW = 10_000_000;
    private static final Bytes NO_SIGNATURE = Bytes.of(new byte[Vote.SIGNATURE_BYTES]);

    /** Precision 500 ms, message delay 1,000 ms, base timeout 1,000 ms, rotation every 64 heights. */
    private final TestGroup lab = new TestGroup(4, ConsensusParameters.DEFAULTS);
    private final PbftRules rules = new PbftRules(lab.group);

    @ParameterizedTest
    @ValueSource(ints = {4, 5, 6, 7, 8, 9, 10, 11, 12, 13})
    void anyTwoQuorumsShareAnHonestReplica(int n) {
        var ofN = new PbftRules(new TestGroup(n, ConsensusParameters.DEFAULTS).group);
        int faults = (n - 1) / 3;
        assertThat(2 * ofN.commitsNeeded() - n).isGreaterThanOrEqualTo(faults + 1);
        assertThat(ofN.preparesNeeded() + 1).isEqualTo(ofN.commitsNeeded());
        assertThat(ofN.viewChangesNeeded()).isEqualTo(ofN.commitsNeeded()).isLessThanOrEqualTo(n - faults);
        assertThat(ofN.joinNeeded()).isEqualTo(faults + 1);
    }

    @Test
    void aProposalMayLieAheadByThePrecisionAndNoMore() {
        assertThat(rules.isTimely(NOW + 500, NOW, 0)).isTrue();
        assertThat(rules.isTimely(NOW + 501, NOW, 0)).isFalse();
        assertThat(rules.isTimely(NOW + 501, NOW, 50)).isFalse();
    }

    @Test
    void aProposalMayLieBehindByPrecisionAndDelayAndNoMore() {
        assertThat(rules.isTimely(NOW - 1_500, NOW, 0)).isTrue();
        assertThat(rules.isTimely(NOW - 1_501, NOW, 0)).isFalse();
    }

    @Test
    void theAllowedDelayGrowsByATenthPerViewUpToItsBound() {
        assertThat(rules.isTimely(NOW - 1_600, NOW, 1)).isTrue();
        assertThat(rules.isTimely(NOW - 1_601, NOW, 1)).isFalse();
        assertThat(rules.isTimely(NOW - 1_710, NOW, 2)).isTrue();
        assertThat(rules.isTimely(NOW - 1_711, NOW, 2)).isFalse();
        assertThat(rules.messageDelayMillis(1_000_000)).isEqualTo(PbftRules.MAX_MESSAGE_DELAY_MILLIS);
    }

    @Test
    void theTimeoutDoublesSixteenfoldAndHalvesAfterACommit() {
        assertThat(List.of(rules.timeoutMillis(0), rules.timeoutMillis(1), rules.timeoutMillis(4)))
                .containsExactly(1_000L, 2_000L, 16_000L);
        assertThat(rules.timeoutMillis(1_000)).isEqualTo(16_000);
        assertThat(rules.timeoutMillis(rules.levelAfterCommit(4))).isEqualTo(8_000);
        assertThat(rules.levelAfterCommit(0)).isZero();
    }

    @Test
    void thePrimaryRotatesWithTheHeightAndWithTheView() {
        assertThat(lab.group.primary(0, 1)).isZero();
        assertThat(lab.group.primary(0, 64)).isZero();
        assertThat(lab.group.primary(0, 65)).isEqualTo(1);
        assertThat(lab.group.primary(3, 65)).isZero();
    }

    @Test
    void aBlockFitsOnlyItsParentAndOnlyLater() {
        Tip tip = lab.genesisTip();
        Block block = lab.block(tip, 0, tip.timeMillis() + 1);
        assertThat(rules.fits(block.header(), tip)).isTrue();
        assertThat(rules.fits(lab.block(tip, 0, tip.timeMillis()).header(), tip)).isFalse();
        Tip other = new Tip(0, block.header().hash(), tip.timeMillis(), null);
        assertThat(rules.fits(lab.block(other, 0, NOW).header(), tip)).isFalse();
        assertThat(rules.fits(block.header(), Tip.of(block.header(), commit(block, 0)))).isFalse();
    }

    @Test
    void theCertificateOfTheHighestViewIsChosen() {
        Block early = lab.block(lab.genesisTip(), 0, NOW);
        Block late = lab.block(lab.genesisTip(), 1, NOW);
        Mandate mandate = rules.mandate(List.of(
                change(5, 0, prepared(early, 0)), change(5, 1, prepared(late, 1)), change(5, 2, null)));
        assertThat(mandate.firstHeight()).isEqualTo(1);
        assertThat(mandate.allows(1, late.header().hash())).isTrue();
        assertThat(mandate.allows(1, early.header().hash())).isFalse();
        assertThat(mandate.allows(2, early.header().hash())).isTrue();
    }

    @Test
    void aCertificateBelowTheHighestCommittedHeightCountsForNothing() {
        Block first = lab.block(lab.genesisTip(), 0, NOW);
        var committed = new ViewChange(
                new ViewChangeStatement(0, 5, 1, 1, commit(first, 0), null), NO_SIGNATURE);
        Mandate mandate = rules.mandate(List.of(change(5, 0, prepared(first, 0)), committed, change(5, 2, null)));
        assertThat(mandate).isEqualTo(new Mandate(2, null));
        assertThat(mandate.allows(1, first.header().hash())).isFalse();
    }

    @Test
    void aNewViewNeedsAQuorumOfDistinctReplicasForItsViewUnderItsPrimary() {
        List<ViewChange> good = List.of(change(1, 0, null), change(1, 2, null), change(1, 3, null));
        assertThat(rules.holds(new NewViewStatement(0, 1, 1, good))).isTrue();
        assertThat(rules.holds(new NewViewStatement(0, 1, 2, good))).isFalse();
        assertThat(rules.holds(new NewViewStatement(0, 1, 1, good.subList(0, 2)))).isFalse();
        assertThat(rules.holds(new NewViewStatement(0, 1, 1, List.of(good.get(0), good.get(1), good.get(1))))).isFalse();
        assertThat(rules.holds(new NewViewStatement(
                0, 1, 1, List.of(good.get(0), good.get(1), good.get(2), good.get(2))))).isFalse();
        assertThat(rules.holds(new NewViewStatement(
                0, 1, 1, List.of(good.get(0), good.get(1), change(2, 3, null))))).isFalse();
    }

    private static ViewChange change(long view, int replica, @Nullable PreparedCertificate prepared) {
        return new ViewChange(new ViewChangeStatement(0, view, replica, 0, null, prepared), NO_SIGNATURE);
    }

    private PreparedCertificate prepared(Block block, long view) {
        int primary = lab.group.primary(view, 1);
        return new PreparedCertificate(block.header(), lab.vote(VoteType.PRE_PREPARE, primary, view, block.header()),
                certificate(VoteType.PREPARE, block, view));
    }

    private QuorumCertificate commit(Block block, long view) {
        return certificate(VoteType.COMMIT, block, view);
    }

    private QuorumCertificate certificate(VoteType type, Block block, long view) {
        return QuorumCertificate.of(List.of(lab.vote(type, 1, view, block.header()),
                lab.vote(type, 2, view, block.header()), lab.vote(type, 3, view, block.header())), 4);
    }
}
