package dev.shieldwall.service.projection;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** How far the read model is, for those who wait and for those who watch. Thread-safe. */
public final class ProjectionProgress {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private volatile long height;
    private volatile long blockTimeMillis;
    private final LongAdder outages = new LongAdder();
    private volatile @Nullable String alarm;

    /** Height of the last block that the tables reflect; 0 before the first. */
    public long height() {
        return height;
    }

    /** Time of that block, Unix milliseconds; 0 before the first. */
    public long blockTimeMillis() {
        return blockTimeMillis;
    }

    /** How often the database was away since the start. */
    public long outages() {
        return outages.sum();
    }

    /** Why the projection stopped for good; empty while all is well. */
    public Optional<String> alarm() {
        return Optional.ofNullable(alarm);
    }

    /** Waits until the tables reflect {@code wanted}; false when {@code patience} ends before. */
    public boolean await(long wanted, Duration patience) throws InterruptedException {
        long left = patience.toNanos();
        lock.lock();
        try {
            while (height < wanted && alarm == null) {
                if (left <= 0) {
                    return false;
                }
                left = moved.awaitNanos(left);
            }
            return height >= wanted;
        } finally {
            lock.unlock();
        }
    }

    void reached(ProjectionPosition position) {
        lock.lock();
        try {
            height = position.height();
            blockTimeMillis = position.blockTimeMillis();
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void outage() {
        outages.increment();
    }

    void alarm(String reason) {
        lock.lock();
        try {
            alarm = reason;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
