package dev.shieldwall.replica.host;

import dev.shieldwall.consensus.core.Input;
import dev.shieldwall.consensus.core.Message;
import dev.shieldwall.consensus.core.Output;
import dev.shieldwall.consensus.core.TimerId;
import dev.shieldwall.consensus.core.WalRecord;
import dev.shieldwall.consensus.pbft.PbftCore;
import dev.shieldwall.consensus.pbft.Standing;
import dev.shieldwall.model.block.Block;
import dev.shieldwall.model.block.QuorumCertificate;
import dev.shieldwall.replica.wal.WriteAheadLog;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that owns core, log and state. A turn takes what waits, hands it to the core, and does what the core
 * says: everything to be persisted is appended, one sync makes it durable, and only then anything leaves the process.
 */
final class ReplicaLoop {

    private static final int MAX_INPUTS = 4_096;
    private static final int MAX_PER_TURN = 64;
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final BlockingQueue<LoopInput> inputs = new ArrayBlockingQueue<>(MAX_INPUTS);
    private final PbftCore core;
    private final WriteAheadLog log;
    private final Execution execution;
    private final Outbox outbox;
    private final Upkeep upkeep;
    private final Map<TimerId, Long> timers = new EnumMap<>(TimerId.class);
    private final List<Runnable> afterSync = new ArrayList<>();
    private final Deque<Input> ahead = new ArrayDeque<>();
    private long nextTickNanos = System.nanoTime();
    private boolean stepping;
    private volatile long alarms;
    private @Nullable String lastAlarm;
    private volatile Standing standing;
    private volatile boolean stopping;

    ReplicaLoop(Restored restored, Execution execution, Outbox outbox, Upkeep upkeep) {
        this.core = restored.core();
        this.log = restored.log();
        this.execution = execution;
        this.outbox = outbox;
        this.upkeep = upkeep;
        this.standing = core.standing();
    }

    /** Hands in an input; waits while the thread is behind, which slows the peer that sends too much. */
    void offer(LoopInput input) throws InterruptedException {
        while (!stopping && !inputs.offer(input, 1, TimeUnit.SECONDS)) {
            Thread.onSpinWait();
        }
    }

    /** Runs until {@link #stop}; throws what must end the replica. */
    void run() throws InterruptedException {
        step(new Input.Start());
        if (execution.commandsWait()) {
            step(new Input.BatchReady());
        }
        endTurn();
        while (!stopping) {
            LoopInput first = inputs.poll(patienceNanos(), TimeUnit.NANOSECONDS);
            if (first != null) {
                take(first);
                for (int i = 1; i < MAX_PER_TURN; i++) {
                    LoopInput next = inputs.poll();
                    if (next == null) {
                        break;
                    }
                    take(next);
                }
            }
            fireTimers();
            for (Input answer = execution.answer(); answer != null; answer = execution.answer()) {
                step(answer);
            }
            endTurn();
        }
    }

    /** Where the core stood a moment ago. Any thread. */
    Standing lastStanding() {
        return standing;
    }

    /** Alarms since the start. Any thread. */
    long alarms() {
        return alarms;
    }

    void stop() {
        stopping = true;
    }

    private void take(LoopInput input) {
        switch (input) {
            case LoopInput.FromPeer(var message, long arrivalMillis) ->
                step(new Input.Received(message, arrivalMillis));
            case LoopInput.CommandsWait _ -> {
                execution.announcementSeen();
                if (execution.commandsWait()) {
                    step(new Input.BatchReady());
                }
            }
            case LoopInput.SnapshotWritten(long height, long lsn) -> upkeep.cut(log, height, lsn);
            case LoopInput.Inspect(var answer) ->
                answer.complete(new LoopStatus(core.standing(), upkeep.silence(), alarms, lastAlarm));
        }
    }

    /** One input after the other: what the outputs of one call for comes after all of them. */
    private void step(Input input) {
        ahead.add(input);
        if (stepping) {
            return;
        }
        stepping = true;
        for (Input next = ahead.poll(); next != null; next = ahead.poll()) {
            core.step(next).forEach(this::execute);
        }
        stepping = false;
    }

    private void execute(Output output) {
        switch (output) {
            case Output.Persist(WalRecord record) -> log.append(LogTypes.of(record), record.encode());
            case Output.Send(int to, Message message) -> outbox.add(to, message);
            case Output.Broadcast(Message message) -> outbox.addForAll(message);
            case Output.SetTimer(TimerId timer, long delayMillis) ->
                timers.put(timer, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(delayMillis));
            case Output.CancelTimer(TimerId timer) -> timers.remove(timer);
            case Output.BuildBatch build -> execution.build(build);
            case Output.CheckBatch(Block block) -> execution.check(block);
            case Output.Deliver(Block block, QuorumCertificate certificate) -> {
                afterSync.add(execution.commit(block, certificate));
                if (execution.commandsWait()) {
                    step(new Input.BatchReady());
                }
            }
            case Output.ServeBlocks(int to, long fromHeight) -> outbox.serveBlocks(to, fromHeight);
            case Output.ReportEvidence(var first, var second) -> alarm("replica " + first.replica()
                    + " signed two votes of type " + first.type() + " at height " + first.height() + " in view "
                    + first.view() + " for " + first.blockHash() + " and " + second.blockHash());
            case Output.Alarm(String reason) -> alarm(reason);
        }
    }

    private void alarm(String reason) {
        alarms = alarms + 1;
        lastAlarm = reason;
        upkeep.alarm(reason);
    }

    /** The group commit: one sync for all that this turn appended, then everything that waited for it. */
    private void endTurn() {
        log.sync();
        // Before the votes leave: what we tell about our tip must never be older than a vote that others have.
        List<Runnable> due = List.copyOf(afterSync);
        afterSync.clear();
        due.forEach(Runnable::run);
        outbox.flush();
        if (!due.isEmpty()) {
            upkeep.committed(core, log);
            standing = core.standing();
        }
        if (System.nanoTime() - nextTickNanos >= 0) {
            nextTickNanos = System.nanoTime() + TICK_NANOS;
            standing = core.standing();
            if (upkeep.tick(log, standing)) {
                step(new Input.BatchGone());
                if (execution.commandsWait()) {
                    step(new Input.BatchReady());
                }
            }
            if (upkeep.lowestView() > standing.view()) {
                step(new Input.Promise(upkeep.lowestView()));
            }
        }
    }

    private void fireTimers() {
        long now = System.nanoTime();
        for (TimerId timer : TimerId.values()) {
            Long deadline = timers.get(timer);
            if (deadline != null && now - deadline >= 0) {
                timers.remove(timer);
                step(new Input.TimerFired(timer));
            }
        }
    }

    private long patienceNanos() {
        long now = System.nanoTime();
        long patience = nextTickNanos - now;
        for (long deadline : timers.values()) {
            patience = Math.min(patience, deadline - now);
        }
        return Math.max(0, Math.min(patience, execution.dueInNanos()));
    }
}
