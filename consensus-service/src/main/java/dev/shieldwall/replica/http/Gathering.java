package dev.shieldwall.replica.http;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Lets what comes in a burst share a write: the first after a pause goes at once, what follows within the window goes
 * together at its end. A command of its own costs a record of TLS, a system call and a wake-up at each of its peers.
 * Thread-safe.
 */
final class Gathering {

    static final long WINDOW_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final ScheduledExecutorService later;
    private final Runnable flush;
    private boolean planned;
    private long lastFlushNanos = System.nanoTime() - WINDOW_NANOS;

    Gathering(ScheduledExecutorService later, Runnable flush) {
        this.later = later;
        this.flush = flush;
    }

    /** To be called when something more waits to be flushed. */
    void added() {
        if (flushNow()) {
            flush.run();
        }
    }

    private synchronized boolean flushNow() {
        if (planned) {
            return false;
        }
        long left = lastFlushNanos + WINDOW_NANOS - System.nanoTime();
        if (left <= 0) {
            lastFlushNanos = System.nanoTime();
            return true;
        }
        try {
            later.schedule(this::due, left, TimeUnit.NANOSECONDS);
            planned = true;
            return false;
        } catch (RejectedExecutionException stopped) {
            return true;
        }
    }

    private void due() {
        synchronized (this) {
            planned = false;
            lastFlushNanos = System.nanoTime();
        }
        flush.run();
    }
}
