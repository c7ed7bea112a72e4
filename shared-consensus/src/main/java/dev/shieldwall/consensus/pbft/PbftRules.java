package dev.shieldwall.consensus.pbft;

import dev.shieldwall.consensus.core.ConsensusGroup;
import dev.shieldwall.consensus.core.Message.ViewChange;
import dev.shieldwall.consensus.core.Message.NewViewStatement;
import dev.shieldwall.consensus.core.PreparedCertificate;
import dev.shieldwall.consensus.core.Tip;
import dev.shieldwall.model.block.BlockHeader;
import dev.shieldwall.model.block.Vote;
import dev.shieldwall.model.codec.Hash;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Every threshold and every choice of the protocol as one pure method, so that the rest of the core is bookkeeping.
 * Not final: the mutants that the simulator must find each replace one method.
 */
class PbftRules {

    /** The timeout grows to this many times its base. */
    static final int MAX_TIMEOUT_FACTOR = 16;
    /** Beyond this the allowed delay of a proposal stops growing. */
    static final long MAX_MESSAGE_DELAY_MILLIS = 600_000;

    /** Ticks, of half the base timeout each, that a peer stands outside before the others follow it. */
    static final int COURTESY_TICKS = 32;
    static final int MAX_COURTESY_DOUBLINGS = 6;
    /** Ticks inside after which one doubling is forgotten. Much more than a courtesy, so that liars gain little by it. */
    static final int FORGIVENESS_TICKS = 4 * COURTESY_TICKS;

    private final ConsensusGroup group;

    PbftRules(ConsensusGroup group) {
        this.group = group;
    }

    final ConsensusGroup group() {
        return group;
    }

    /** PREPARE votes of others that, with the primary's proposal, make a quorum. */
    int preparesNeeded() {
        return group.replicas().quorum() - 1;
    }

    int commitsNeeded() {
        return group.replicas().quorum();
    }

    int viewChangesNeeded() {
        return group.replicas().quorum();
    }

    /** So many replicas cannot all be faulty: one honest replica wants the higher view. */
    int joinNeeded() {
        return group.replicas().faults() + 1;
    }

    /** The proposal is the primary's vote; counting its PREPARE as well would weaken the quorum. */
    boolean countsAsPrepare(Vote prepare, Vote proposal) {
        return prepare.replica() != proposal.replica();
    }

    boolean supports(Vote vote, Hash blockHash) {
        return vote.blockHash().equals(blockHash);
    }

    /** The first proposal of a view at a height is the only one. */
    boolean mayReplaceProposal() {
        return false;
    }

    /** The block continues our chain. Fresh blocks come from the primary; one proposed again keeps its builder. */
    boolean fits(BlockHeader header, Tip parent) {
        return header.height() == parent.height() + 1
                && header.parentHash().equals(parent.hash())
                && header.timeMillis() > parent.timeMillis();
    }

    /**
     * The time rule for fresh proposals (consensus.md 1.10): at most precision ahead of the arrival, at most precision
     * and the allowed delay behind it. Only the allowed delay grows, by a tenth for each view since the last commit.
     */
    boolean isTimely(long timeMillis, long arrivalMillis, long viewsSinceCommit) {
        long precision = group.parameters().precisionMillis();
        return timeMillis - arrivalMillis <= precision
                && arrivalMillis - timeMillis <= precision + messageDelayMillis(viewsSinceCommit);
    }

    final long messageDelayMillis(long viewsSinceCommit) {
        long delay = group.parameters().messageDelayMillis();
        for (long i = 0; i < viewsSinceCommit && delay < MAX_MESSAGE_DELAY_MILLIS; i++) {
            delay += Math.max(1, delay / 10);
        }
        return Math.min(delay, MAX_MESSAGE_DELAY_MILLIS);
    }

    long timeoutMillis(int level) {
        return group.parameters().baseTimeoutMillis() * Math.min(MAX_TIMEOUT_FACTOR, 1L << Math.min(level, 62));
    }

    int levelAfterCommit(int level) {
        return Math.max(0, Math.min(level, maxLevel()) - 1);
    }

    final int maxLevel() {
        return Integer.numberOfTrailingZeros(MAX_TIMEOUT_FACTOR);
    }

    /** Fewer replicas can neither decide nor change the view; whoever hears of fewer keeps its view. */
    boolean isCompany(int replicasThere) {
        return replicasThere >= group.replicas().quorum();
    }

    /** Commands that are gone end the patience on their behalf, and no other. */
    boolean commandsGoneEndPatience(boolean somethingElseIsExpected) {
        return !somethingElseIsExpected;
    }

    /** How long a peer that left a view alone waits until others follow it for the {@code times}-th time, in ticks. */
    int courtesyTicks(int times) {
        return COURTESY_TICKS << Math.min(times, MAX_COURTESY_DOUBLINGS);
    }

    /** Ticks inside after which one doubling of the courtesy is forgotten. */
    int forgivenessTicks() {
        return FORGIVENESS_TICKS;
    }

    /** Whether a peer that left {@code view} alone may be followed into the view that it wants. */
    boolean mayBeFollowed(long wanted, long view) {
        return wanted == view + 1;
    }

    /** What this replica's view change says it prepared. */
    @Nullable PreparedCertificate carried(@Nullable PreparedCertificate prepared) {
        return prepared;
    }

    /** Distinct replicas, a quorum of them, all for this view, and made by the primary that they lead to. */
    boolean holds(NewViewStatement newView) {
        List<ViewChange> changes = newView.viewChanges();
        long distinct = changes.stream().map(change -> change.statement().replica()).distinct().count();
        return distinct == changes.size()
                && distinct >= viewChangesNeeded()
                && changes.stream().allMatch(change -> change.statement().newView() == newView.view())
                && group.primary(newView.view(), mandate(changes).firstHeight()) == newView.primary();
    }

    /**
     * The height after the highest committed one, and there the block with the prepare certificate of the highest
     * view. If a block of that height was committed in an earlier view, a quorum prepared it, one honest member of that
     * quorum is among these view changes, and no later view can have prepared another.
     */
    Mandate mandate(List<ViewChange> changes) {
        long committed = changes.stream().mapToLong(change -> change.statement().committedHeight()).max().orElse(0);
        PreparedCertificate choice = choose(changes.stream()
                .map(change -> change.statement().prepared())
                .filter(Objects::nonNull)
                .filter(prepared -> prepared.height() == committed + 1));
        return new Mandate(committed + 1, choice);
    }

    @Nullable PreparedCertificate choose(Stream<PreparedCertificate> prepared) {
        return prepared.max(Comparator.comparingLong(PreparedCertificate::view)).orElse(null);
    }
}
