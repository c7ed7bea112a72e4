package dev.shieldwall.replica.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Brings committed blocks into the database behind the vote's back, in order, several per transaction. While the
 * database is away blocks wait in memory; the host stops voting when {@link #waitingBytes()} passes its bound, and the
 * log still holds every one of them.
 */
public final class BlockWriter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BlockWriter.class);
    private static final int BATCH_BLOCKS = 64;
    private static final long NOTE_EVERY = 10_000;
    private static final long RETRY_MILLIS = 500;

    private final BlockStore store;
    private final long afterHeight;
    private final Consumer<RuntimeException> onBroken;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<StoredBlock> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private long acceptedHeight;
    private boolean stopping;
    private boolean failing;
    private long notedHeight;
    private volatile long flushedHeight;
    private volatile @Nullable String trouble = "not connected yet";

    /**
     * @param afterHeight blocks up to here are not written again; whether they are in the database is asked
     * @param onBroken told on the writer's thread, which ends then: a contradiction, or a defect of the writer
     */
    public BlockWriter(BlockStore store, long afterHeight, Consumer<RuntimeException> onBroken) {
        this.store = store;
        this.afterHeight = afterHeight;
        this.acceptedHeight = afterHeight;
        this.onBroken = onBroken;
        this.thread = Thread.ofPlatform().daemon().name("block-writer").unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /** Takes the next block. Never waits; one that was taken before is passed over. */
    public void offer(StoredBlock block) {
        lock.lock();
        try {
            if (block.height() <= acceptedHeight) {
                return;
            }
            acceptedHeight = block.height();
            waiting.add(block);
            waitingBytes += block.sizeBytes();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Every block up to this height is durable in the database; 0 until it was asked. */
    public long flushedHeight() {
        return flushedHeight;
    }

    /** Bytes of the blocks that wait for the database. */
    public long waitingBytes() {
        lock.lock();
        try {
            return waitingBytes;
        } finally {
            lock.unlock();
        }
    }

    /** Why nothing is being written, or null while all is well. */
    public @Nullable String trouble() {
        return trouble;
    }

    /** A block that still waits, if it does. */
    public @Nullable StoredBlock waiting(long height) {
        lock.lock();
        try {
            return waiting.stream().filter(block -> block.height() == height).findFirst().orElse(null);
        } finally {
            lock.unlock();
        }
    }

    /** Waits until everything up to {@code height} is in the database; false when that took too long. */
    public boolean awaitFlushed(long height, long timeoutMillis) throws InterruptedException {
        long left = TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        lock.lock();
        try {
            while (flushedHeight < height && left > 0) {
                left = changed.awaitNanos(left);
            }
            return flushedHeight >= height;
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            while (!reaches(this::connect)) {
                if (!pause()) {
                    return;
                }
            }
            for (List<StoredBlock> batch = next(); !batch.isEmpty(); batch = next()) {
                List<StoredBlock> rows = batch;
                if (reaches(() -> store.insert(rows))) {
                    done(rows);
                    note();
                } else if (!pause()) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            trouble = String.valueOf(e.getMessage());
            onBroken.accept(e);
        }
    }

    private void connect() {
        store.migrate();
        long complete = store.completeHeight();
        if (complete < afterHeight) {
            LOG.error("ALARM the database lacks blocks after {}, and only those after {} come again: it must be restored",
                    complete, afterHeight);
        }
        lock.lock();
        try {
            flushedHeight = complete;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The oldest waiting blocks; none when the writer is to stop. */
    private List<StoredBlock> next() throws InterruptedException {
        lock.lock();
        try {
            while (waiting.isEmpty() && !stopping) {
                changed.await();
            }
            List<StoredBlock> batch = new ArrayList<>();
            for (StoredBlock block : waiting) {
                if (batch.size() == BATCH_BLOCKS) {
                    break;
                }
                batch.add(block);
            }
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private boolean reaches(Runnable database) {
        try {
            database.run();
            failing = false;
            trouble = null;
            return true;
        } catch (DataAccessException | TransactionException | FlywayException e) {
            if (!failing) {
                LOG.warn("the database does not take blocks: {}", e.getMessage());
            }
            failing = true;
            trouble = String.valueOf(e.getMessage());
            return false;
        }
    }

    private void done(List<StoredBlock> batch) {
        lock.lock();
        try {
            for (StoredBlock block : batch) {
                waiting.remove();
                waitingBytes -= block.sizeBytes();
                if (block.height() == flushedHeight + 1) {
                    flushedHeight = block.height(); // beyond a gap nothing is complete
                }
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void note() {
        long height = flushedHeight;
        if (height - notedHeight >= NOTE_EVERY && reaches(() -> store.noteComplete(height))) {
            notedHeight = height;
        }
    }

    private boolean pause() throws InterruptedException {
        lock.lock();
        try {
            if (!stopping) {
                changed.await(RETRY_MILLIS, TimeUnit.MILLISECONDS);
            }
            return !stopping;
        } finally {
            lock.unlock();
        }
    }

    /** Tries once more to write what waits, then ends the thread; what is left comes again from the log. */
    @Override
    public void close() {
        lock.lock();
        try {
            stopping = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
