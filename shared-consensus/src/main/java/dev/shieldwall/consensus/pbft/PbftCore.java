package dev.shieldwall.consensus.pbft;

import dev.shieldwall.consensus.core.ConsensusGroup;
import dev.shieldwall.consensus.core.Input;
import dev.shieldwall.consensus.core.Message;
import dev.shieldwall.consensus.core.Output;
import dev.shieldwall.consensus.core.TimerId;
import dev.shieldwall.consensus.core.Tip;
import dev.shieldwall.consensus.core.VoteSigner;
import dev.shieldwall.consensus.core.WalRecord;
import dev.shieldwall.consensus.core.CommittedBlock;
import dev.shieldwall.model.block.Vote;
import java.util.List;

/**
 * One replica of PBFT without I/O: {@link #step} takes one input and answers with outputs in their order. No threads,
 * no clock, no randomness; the same inputs give the same outputs. Belongs to one thread.
 *
 * <p>Use: create it on the last block that the host holds durably, hand in every record of the log as
 * {@link Input.Replay}, then {@link Input.Start}, then whatever happens.
 */
public final class PbftCore {

    private static final long MIN_RETRANSMIT_MILLIS = 20;

    private final PbftState state;
    private final Effects effects;
    private final NormalCase normal;
    private final ViewChangeCase viewChange;
    private final Recovery recovery;
    private final Retransmission retransmission;
    private boolean started;
    private boolean progressTimerRuns;
    private Place watched;
    private Place greeted;

    /** Where a replica is; when it changes, patience starts anew and early messages may be in time. */
    private record Place(long view, boolean active, long height) {}

    /**
     * @param self index of this replica in the group
     * @param tip the last block whose state the host has: genesis, a snapshot, or the newest stored block
     */
    public PbftCore(ConsensusGroup group, int self, VoteSigner signer, Tip tip) {
        this(new PbftRules(group), self, signer, tip);
    }

    PbftCore(PbftRules rules, int self, VoteSigner signer, Tip tip) {
        this.effects = new Effects();
        var signatures = new OwnSignatures(rules.group(), self, signer, effects);
        this.state = new PbftState(rules, self, tip, signatures, effects);
        this.normal = new NormalCase(state);
        this.viewChange = new ViewChangeCase(state, normal);
        this.recovery = new Recovery(state, normal, viewChange);
        this.retransmission = new Retransmission(state, normal);
        this.watched = place();
        this.greeted = watched;
    }

    /** Takes one input. What the host must do follows in order; see {@link Output}. */
    public List<Output> step(Input input) {
        if (state.halted) {
            return List.of();
        }
        boolean opening = input instanceof Input.Replay || input instanceof Input.Start;
        if (opening == started) {
            throw new IllegalStateException("a core first replays its log, then starts once: " + input);
        }
        handle(input);
        if (started && !state.halted) {
            settle();
        }
        return effects.take();
    }

    private void handle(Input input) {
        switch (input) {
            case Input.Replay(WalRecord record) -> recovery.replay(record);
            case Input.Start _ -> start();
            case Input.Received received -> {
                // Here, not where kept messages are taken up again: those are no sign of life.
                state.company.heard(received.message().from());
                onReceived(received);
            }
            case Input.Promise(long view) -> viewChange.promise(view);
            case Input.TimerFired(TimerId timer) -> onTimer(timer);
            case Input.BatchReady _ -> state.pending = true;
            case Input.BatchGone _ -> onBatchGone();
            case Input.BatchBuilt built -> normal.onBatchBuilt(built);
            case Input.BatchVerdict(var hash, boolean ok) -> normal.onVerdict(hash, ok);
        }
    }

    private void start() {
        started = true;
        watched = place();
        greeted = watched;
        retransmission.everything();
        setTimer(TimerId.RETRANSMIT, retransmitMillis());
        setTimer(TimerId.HEARTBEAT, state.group.parameters().heartbeatMillis());
    }

    private void onReceived(Input.Received received) {
        int from = received.message().from();
        switch (received.message().message()) {
            case Message.PrePrepare m -> normal.onPrePrepare(m, received);
            case Message.Prepare(Vote vote) -> normal.onVote(vote, received);
            case Message.Commit(Vote vote) -> normal.onVote(vote, received);
            case Message.ViewChange m -> viewChange.onViewChange(m);
            case Message.NewView m -> viewChange.onNewView(m);
            case Message.Status m -> retransmission.onStatus(from, m);
            case Message.Fetch(long fromHeight) -> retransmission.onFetch(from, fromHeight);
            case Message.FetchBody(var hash) -> retransmission.onFetchBody(from, hash);
            case Message.Body(var block) -> normal.onBody(block);
            case Message.Blocks m -> onBlocks(from, m);
        }
    }

    private void onBlocks(int from, Message.Blocks message) {
        for (CommittedBlock committed : message.blocks()) {
            if (normal.onCommitted(committed.block(), committed.certificate())) {
                state.catchUp.answered(from);
            }
        }
        state.catchUp.ask(state.tip.height()).ifPresent(this::fetchFrom);
    }

    private void onTimer(TimerId timer) {
        switch (timer) {
            case PROGRESS -> {
                if (progressTimerRuns && state.quorumIsThere()) {
                    viewChange.loseThePatience();
                }
                progressTimerRuns = false;
            }
            case HEARTBEAT -> state.blockDue = true;
            case RETRANSMIT -> {
                if (state.catchUp.tick(state.tip.height())) {
                    state.catchUp.ask(state.tip.height()).ifPresent(this::fetchFrom);
                }
                state.company.tick();
                viewChange.tick();
                retransmission.tick();
                setTimer(TimerId.RETRANSMIT, retransmitMillis());
            }
        }
    }

    private void onBatchGone() {
        state.pending = false;
        if (progressTimerRuns && state.rules.commandsGoneEndPatience(expectsSomething())) {
            stopPatience();
        }
    }

    private void stopPatience() {
        progressTimerRuns = false;
        effects.add(new Output.CancelTimer(TimerId.PROGRESS));
    }

    private void fetchFrom(int peer) {
        effects.send(peer, new Message.Fetch(state.slot.height));
    }

    /** Every question is asked again until no answer changes anything: message order cannot matter. */
    private void settle() {
        noteProgress();
        while (!state.halted && (viewChange.advance() || normal.advance() || takeEarlyMessages())) {
            noteProgress();
        }
        if (state.halted) {
            return;
        }
        if (state.catchUp.farBehind(state.tip.height())) {
            state.catchUp.ask(state.tip.height()).ifPresent(this::fetchFrom);
        }
        retransmission.fetchWantedBody();
        normal.buildIfDue();
        watchProgress();
    }

    /** True if the place changed since the last call, so that some of what came early is in time now. */
    private boolean takeEarlyMessages() {
        if (greeted.equals(place())) {
            return false;
        }
        greeted = place();
        normal.nowInTime().forEach(this::onReceived);
        return true;
    }

    /** A commit or another view ends the patience that was running; a commit also starts the silence anew. */
    private void noteProgress() {
        Place now = place();
        if (now.height() != watched.height()) {
            setTimer(TimerId.HEARTBEAT, state.group.parameters().heartbeatMillis());
        }
        if (progressTimerRuns && !now.equals(watched)) {
            stopPatience();
        }
        watched = now;
    }

    private Place place() {
        return new Place(state.view, state.active, state.slot.height);
    }

    /** Patience runs while something is to be expected: a block in an active view, or a new view that a quorum wants. */
    private void watchProgress() {
        if (!progressTimerRuns && expectsSomething() && state.quorumIsThere()) {
            progressTimerRuns = true;
            setTimer(TimerId.PROGRESS, state.rules.timeoutMillis(state.level));
        }
    }

    private boolean expectsSomething() {
        return state.active
                ? state.pending || state.blockDue || state.slot.proposal != null || state.slot.decided != null
                : viewChange.quorumLeft();
    }

    private long retransmitMillis() {
        return Math.max(MIN_RETRANSMIT_MILLIS, state.group.parameters().baseTimeoutMillis() / 2);
    }

    private void setTimer(TimerId timer, long delayMillis) {
        effects.add(new Output.SetTimer(timer, delayMillis));
    }

    /** The records from which this core would be restored on its present tip: what a host keeps when it cuts the log. */
    public List<WalRecord> essentials() {
        return recovery.essentials();
    }

    /** What people and metrics may see. */
    public Standing standing() {
        return Standing.of(state);
    }
}
