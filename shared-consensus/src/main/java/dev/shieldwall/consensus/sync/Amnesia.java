package dev.shieldwall.consensus.sync;

import dev.shieldwall.consensus.core.ConsensusGroup;
import dev.shieldwall.model.block.QuorumCertificate;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * When a replica that does not know what it signed may sign again, and where. Until then it signs nothing at all.
 *
 * <p>Guarantee, with at most f liars beside it and no other replica that forgot: what {@link #floor} allows contradicts
 * nothing that it signed before, neither a vote nor a view change. The argument is in docs/design/consensus.md, "A
 * replica that lost its log".
 */
public final class Amnesia {

    /**
     * Above the highest answer: two heights at which it may have voted, and one at which every vote of an honest
     * replica is younger than the loss.
     */
    public static final long MARGIN = 3;

    private final ConsensusGroup group;
    private final int self;
    private final long highestSigned;
    private final Map<Integer, Long> tips = new TreeMap<>();

    /**
     * From when on it signs.
     *
     * @param height committed; it signs nothing below
     * @param view it votes in none below, and says so by a view change
     */
    public record Floor(long height, long view) {}

    /** @param highestSigned highest height that is known to have been signed, 0 for none */
    public Amnesia(ConsensusGroup group, int self, long highestSigned) {
        this.group = group;
        this.self = self;
        this.highestSigned = highestSigned;
    }

    /**
     * A peer has committed {@code height}, and said so after all that was forgotten. Its first answer counts: who waits
     * for later ones runs after a tip that moves on.
     */
    public void answered(int peer, long height) {
        if (peer != self) {
            tips.putIfAbsent(peer, height);
        }
    }

    public int answers() {
        return tips.size();
    }

    /** A quorum without this replica. Fewer could be liars and replicas that were left behind. */
    public int answersNeeded() {
        return group.replicas().quorum();
    }

    public boolean knowsEnough() {
        return answers() >= answersNeeded();
    }

    /** The end, if the newest committed block is far enough up; {@code tip} is its certificate, none at genesis. */
    public Optional<Floor> floor(@Nullable QuorumCertificate tip) {
        if (tip == null || !knowsEnough()) {
            return Optional.empty();
        }
        long highest = tips.values().stream().mapToLong(Long::longValue).max().orElse(0);
        return tip.height() < Math.max(highest, highestSigned) + MARGIN
                ? Optional.empty()
                : Optional.of(new Floor(tip.height(), tip.view() + 1));
    }
}
