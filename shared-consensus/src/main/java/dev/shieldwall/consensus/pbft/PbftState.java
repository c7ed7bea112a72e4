package dev.shieldwall.consensus.pbft;

import dev.shieldwall.consensus.core.ConsensusGroup;
import dev.shieldwall.consensus.core.Message.NewView;
import dev.shieldwall.consensus.core.Tip;
import dev.shieldwall.consensus.sync.CatchUp;
import org.jspecify.annotations.Nullable;

/** The variables of one replica that normal case and view change share. */
final class PbftState {

    /** Votes and early messages of views further from ours than this are ignored: a bound on memory. */
    static final long VIEW_WINDOW = 8;

    final ConsensusGroup group;
    final int self;
    final PbftRules rules;
    final Effects effects;
    final OwnSignatures signatures;
    final CatchUp catchUp;
    final Company company;

    /** The view in which this replica votes, or which it waits to enter. */
    long view;
    /** False from an own view change until the new view. */
    boolean active = true;
    Mandate mandate = Mandate.FREE;
    /** What let us into the current view; none for view 0. */
    @Nullable NewView entered;
    Tip tip;
    Slot slot;
    /** View in which the last block was committed here. */
    long viewAtCommit;
    /** Commands wait at this replica. */
    boolean pending;
    /** A block is due even without commands: silence was long, or a view is new. */
    boolean blockDue;
    /** Failed views in a row, less one for each block since; decides the timeout. */
    int level;
    /** Two certificates contradict each other: more than f replicas lie. This replica signs nothing any more. */
    boolean halted;

    PbftState(PbftRules rules, int self, Tip tip, OwnSignatures signatures, Effects effects) {
        this.group = rules.group();
        this.self = self;
        this.rules = rules;
        this.effects = effects;
        this.signatures = signatures;
        this.catchUp = new CatchUp(group.size());
        this.company = new Company(group.size(), self);
        this.tip = tip;
        this.slot = new Slot(tip.height() + 1, group.size());
    }

    int primary() {
        return group.primary(view, slot.height);
    }

    boolean isPrimary() {
        return primary() == self;
    }

    boolean quorumIsThere() {
        return rules.isCompany(company.size());
    }

    boolean inWindow(long otherView) {
        return Math.abs(otherView - view) <= VIEW_WINDOW;
    }

    void halt(String reason) {
        if (!halted) {
            halted = true;
            effects.alarm("SAFETY_BROKEN: " + reason);
        }
    }
}
