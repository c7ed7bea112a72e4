package dev.shieldwall.replica.host;

import dev.shieldwall.model.block.ResultLeaf;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** What the owner thread and the edges share: newest state, blocks, waiting commands and waiting callers. Thread-safe. */
final class Ledgers {

    private final History history;
    private final Mempool mempool;
    private volatile Head head;
    private final PendingCommands pending = new PendingCommands();
    private final AtomicBoolean announced = new AtomicBoolean();
    private final AtomicBoolean gone = new AtomicBoolean();

    Ledgers(Head head, History history, Mempool mempool) {
        this.head = head;
        this.history = history;
        this.mempool = mempool;
    }

    /** Newest durable state. */
    Head head() {
        return head;
    }

    History history() {
        return history;
    }

    Mempool mempool() {
        return mempool;
    }

    PendingCommands pending() {
        return pending;
    }

    /** True for the first of those who would tell the owner thread that commands wait. */
    boolean announce() {
        return announced.compareAndSet(false, true);
    }

    void announcementSeen() {
        announced.set(false);
    }

    /**
     * Shows a committed block, which the log holds durably, to everybody. The block before the state that points to it,
     * or a reader in between would take a decided command for one that was never decided; the state before the waiting
     * callers, so that nobody who registers meanwhile is missed.
     */
    void publish(Head committed, ServedBlock block) {
        history.add(block);
        head = committed;
        for (ResultLeaf result : block.certified().results()) {
            pending.complete(result.jwsHash(), new PendingCommands.Fate.Committed(block, result.index()));
        }
        history.store(block);
    }

    /** Tells the callers of a command that cannot stand in a block any more. */
    void drop(BlockValidator.Dropped dropped) {
        mempool.remove(List.of(dropped.command().jwsHash()));
        gone.set(true);
        pending.complete(dropped.command().jwsHash(), new PendingCommands.Fate.Dropped(dropped.why()));
    }

    /** Whether a command was dropped since this was last asked. */
    boolean anyGone() {
        return gone.getAndSet(false);
    }
}
