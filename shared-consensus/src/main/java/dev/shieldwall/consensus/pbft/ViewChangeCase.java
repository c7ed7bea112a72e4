package dev.shieldwall.consensus.pbft;

import dev.shieldwall.consensus.core.Message.NewView;
import dev.shieldwall.consensus.core.Message.NewViewStatement;
import dev.shieldwall.consensus.core.Message.ViewChange;
import dev.shieldwall.consensus.core.Message.ViewChangeStatement;
import dev.shieldwall.consensus.core.WalRecord;
import dev.shieldwall.model.block.QuorumCertificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Leaving a view whose primary does not deliver, and entering the next (section 4.4 of the paper). */
final class ViewChangeCase {

    private final PbftState state;
    private final Effects effects;
    private final PbftRules rules;
    private final NormalCase normal;
    /** The newest of each replica, the own one included. */
    private final @Nullable ViewChange[] newest;
    /** View whose NewView the signer refused. */
    private long refusedView;
    /** View for which the signer refused a view change since the last tick; it may agree later. */
    private long refusedLeave;
    private final Courtesy[] courtesies;

    ViewChangeCase(PbftState state, NormalCase normal) {
        this.state = state;
        this.effects = state.effects;
        this.rules = state.rules;
        this.normal = normal;
        this.newest = new ViewChange[state.group.size()];
        this.courtesies = new Courtesy[state.group.size()];
        Arrays.setAll(courtesies, _ -> new Courtesy(rules));
    }

    void onViewChange(ViewChange message) {
        ViewChangeStatement statement = message.statement();
        int replica = statement.replica();
        state.catchUp.claim(replica, statement.committedHeight());
        ViewChange before = newest[replica];
        if (replica != state.self
                && (before == null || before.statement().newView() < statement.newView())) {
            newest[replica] = message;
            learnCommitted(statement);
        }
    }

    /** A certificate may reach us in a view change alone: its only other holders may be faulty. */
    private void learnCommitted(ViewChangeStatement statement) {
        QuorumCertificate committed = statement.committed();
        if (committed != null) {
            normal.onCertificate(committed);
        }
    }

    void onNewView(NewView message) {
        NewViewStatement statement = message.statement();
        boolean news = statement.view() > state.view || (statement.view() == state.view && !state.active);
        if (!news || !rules.holds(statement)) {
            return;
        }
        effects.persist(new WalRecord.Entered(message));
        enter(message);
    }

    /** Joins others in a higher view, or opens the view that this replica is to lead. True if the view changed. */
    boolean advance() {
        long wanted = wantedByOneHonest();
        if (wanted > state.view && wanted != refusedLeave && leaveFor(wanted)) {
            return true;
        }
        return !state.active && open();
    }

    /** The highest view that at least f+1 others want to reach, so that one honest replica has seen a reason. */
    private long wantedByOneHonest() {
        long[] views = Arrays.stream(newest)
                .filter(Objects::nonNull)
                .filter(change -> change.statement().replica() != state.self)
                .mapToLong(change -> change.statement().newView())
                .sorted()
                .toArray();
        int needed = rules.joinNeeded();
        return needed > views.length ? 0 : views[views.length - needed];
    }

    /** Votes in no view below {@code view} any more. */
    void promise(long view) {
        if (view > state.view) {
            leaveFor(view);
        }
    }

    /** The primary did not deliver in time, or nobody opened the view that we wait for. */
    void loseThePatience() {
        leaveFor(state.view + 1);
    }

    /**
     * A replica that left its view alone cannot come back into it: what it promised holds. After some ticks the others
     * follow it, so that it votes again. Into the next view only, and nobody is followed who asks for more: no honest
     * replica stands further outside while a quorum decides, and a replica that lost its log relies on that bound
     * ({@link dev.shieldwall.consensus.sync.Amnesia}).
     */
    void tick() {
        refusedLeave = 0;
        for (int peer = 0; peer < newest.length; peer++) {
            if (!isOutside(peer)) {
                courtesies[peer].inside();
            } else if (courtesies[peer].outside()) {
                leaveFor(state.view + 1);
            }
        }
    }

    private boolean isOutside(int peer) {
        ViewChange change = newest[peer];
        return state.active && peer != state.self && state.company.isThere(peer)
                && change != null && rules.mayBeFollowed(change.statement().newView(), state.view);
    }

    /**
     * Stops voting in the current view, for good, and asks for {@code newView}. If the signer refuses nothing was
     * promised, and this replica stays.
     */
    private boolean leaveFor(long newView) {
        var statement = new ViewChangeStatement(state.group.epoch(), newView, state.self, state.tip.height(),
                state.tip.certificate(), rules.carried(state.slot.prepared));
        Optional<ViewChange> made = state.signatures.viewChange(statement);
        if (made.isEmpty()) {
            refusedLeave = newView;
            return false;
        }
        state.view = newView;
        state.active = false;
        state.level = Math.min(state.level + 1, rules.maxLevel());
        state.slot.leaveView();
        newest[state.self] = made.get();
        effects.broadcast(made.get());
        return true;
    }

    private boolean open() {
        List<ViewChange> changes = new ArrayList<>();
        for (ViewChange change : newest) {
            if (change != null && change.statement().newView() == state.view) {
                changes.add(change);
            }
        }
        if (changes.size() < rules.viewChangesNeeded() || state.view == refusedView) {
            return false;
        }
        long firstHeight = rules.mandate(changes).firstHeight();
        if (state.group.primary(state.view, firstHeight) != state.self) {
            return false;
        }
        changes.sort(Comparator.comparingInt(change -> change.statement().replica()));
        var statement = new NewViewStatement(state.group.epoch(), state.view, state.self, changes);
        Optional<NewView> made = state.signatures.newView(statement, firstHeight);
        if (made.isEmpty()) {
            refusedView = state.view;
            return false;
        }
        effects.persist(new WalRecord.Entered(made.get()));
        effects.broadcast(made.get());
        enter(made.get());
        return true;
    }

    private void enter(NewView message) {
        restore(message);
        for (ViewChange change : message.statement().viewChanges()) {
            state.catchUp.claim(change.statement().replica(), change.statement().committedHeight());
            learnCommitted(change.statement());
        }
    }

    /** What entering a view changes in this replica; also while the log is read. */
    void restore(NewView message) {
        state.view = message.statement().view();
        state.active = true;
        state.entered = message;
        state.mandate = rules.mandate(message.statement().viewChanges());
        state.blockDue = true;
        state.slot.leaveView();
    }

    void restore(ViewChange own) {
        newest[state.self] = own;
        state.view = own.statement().newView();
        state.active = false;
        state.slot.leaveView();
    }

    /** A quorum wants this view or a higher one: only then does waiting for it have an end. */
    boolean quorumLeft() {
        long count = Arrays.stream(newest)
                .filter(Objects::nonNull)
                .filter(change -> change.statement().newView() >= state.view)
                .count();
        return count >= rules.viewChangesNeeded();
    }
}
