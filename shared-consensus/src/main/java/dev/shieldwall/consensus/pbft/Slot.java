package dev.shieldwall.consensus.pbft;

import dev.shieldwall.consensus.core.PreparedCertificate;
import dev.shieldwall.consensus.quorum.VoteTally;
import dev.shieldwall.model.block.Block;
import dev.shieldwall.model.block.QuorumCertificate;
import dev.shieldwall.model.block.Vote;
import dev.shieldwall.model.codec.Hash;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What is known about the one height that is being decided. Bodies and votes outlive a view, the proposal does not. */
final class Slot {

    /** Bodies kept; only a primary per view can add one. */
    static final int MAX_BODIES = 16;

    final long height;
    final VoteTally prepares;
    final VoteTally commits;
    final Map<Hash, Boolean> verdicts = new TreeMap<>();
    final SortedSet<Hash> checking = new TreeSet<>();

    /** The primary's vote for the block accepted in the current view. */
    @Nullable Vote proposal;
    /** Whether our first vote for the proposal is free: it is proposed again, or fresh and timely. */
    boolean timely;
    /** Two proposals of one primary in one view were reported at this height. */
    boolean primaryReported;
    /** Of the highest view so far. */
    @Nullable PreparedCertificate prepared;
    /** Proof that a block of this height is committed, while we lack its body. */
    @Nullable QuorumCertificate decided;
    /** An empty or full block was asked of the host for this view. */
    long buildingForView = -1;
    /** View in which the signer refused: nothing more is tried there. */
    long silentInView = -1;

    private final Map<Hash, Block> bodies = new LinkedHashMap<>();
    private final SortedSet<Hash> durable = new TreeSet<>();

    Slot(long height, int replicas) {
        this.height = height;
        this.prepares = new VoteTally(replicas);
        this.commits = new VoteTally(replicas);
    }

    @Nullable Block body(Hash hash) {
        return bodies.get(hash);
    }

    void addBody(Hash hash, Block block) {
        bodies.putIfAbsent(hash, block);
        if (bodies.size() > MAX_BODIES) {
            bodies.keySet().stream().filter(this::isDispensable).findFirst().ifPresent(bodies::remove);
        }
    }

    /** True if it was not durable before. */
    boolean makeDurable(Hash hash) {
        return durable.add(hash);
    }

    /** Bodies in the log, in the order in which they came. */
    Map<Hash, Block> durableBodies() {
        Map<Hash, Block> written = new LinkedHashMap<>(bodies);
        written.keySet().retainAll(durable);
        return written;
    }

    void leaveView() {
        proposal = null;
        timely = false;
        buildingForView = -1;
    }

    private boolean isDispensable(Hash hash) {
        boolean proposed = proposal != null && proposal.blockHash().equals(hash);
        boolean wanted = prepared != null && prepared.blockHash().equals(hash);
        boolean certain = decided != null && decided.blockHash().equals(hash);
        return !proposed && !wanted && !certain;
    }
}
