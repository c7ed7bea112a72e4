package dev.shieldwall.transport.asoc;

import java.time.Duration;

/** A point in time by which something has to happen, set by one thread and watched by another. */
final class Deadline {

    private static final long NONE = Long.MAX_VALUE;
    private static final long ORIGIN_NANOS = System.nanoTime();

    private volatile long atNanos = NONE;

    private static long nowNanos() {
        return System.nanoTime() - ORIGIN_NANOS;
    }

    void within(Duration duration) {
        atNanos = nowNanos() + duration.toNanos();
    }

    void none() {
        atNanos = NONE;
    }

    /** Whether it is set and still to come. */
    boolean pending() {
        long at = atNanos;
        return at != NONE && nowNanos() <= at;
    }

    boolean over() {
        return nowNanos() > atNanos;
    }
}
