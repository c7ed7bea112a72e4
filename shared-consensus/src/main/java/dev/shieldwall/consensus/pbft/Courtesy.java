package dev.shieldwall.consensus.pbft;

/**
 * How long one peer that left the view alone waits until this replica follows it. A liar may ask for that as well, so
 * each further time takes twice as long; a peer that stays is forgiven one of them after the other.
 */
final class Courtesy {

    private final PbftRules rules;
    private int times;
    private int waited;
    private int stayed;

    Courtesy(PbftRules rules) {
        this.rules = rules;
    }

    /** The peer spent a tick outside. True if it is to be followed now. */
    boolean outside() {
        stayed = 0;
        if (++waited < rules.courtesyTicks(times)) {
            return false;
        }
        waited = 0;
        times = Math.min(times + 1, PbftRules.MAX_COURTESY_DOUBLINGS);
        return true;
    }

    /** The peer did not spend this tick outside. */
    void inside() {
        waited = 0;
        if (times > 0 && ++stayed >= rules.forgivenessTicks()) {
            stayed = 0;
            times--;
        }
    }
}
