package dev.shieldwall.replica.host;

import java.util.concurrent.TimeUnit;

/**
 * How many commands are usually under way, and so how many are worth waiting for before a block is built: each block
 * costs every replica votes, syncs and a transaction, whatever it holds. Pure; times are those of a clock that never
 * goes back, as in {@link System#nanoTime}.
 */
final class CommandCrowd {

    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    /** When no command of a crowd came for so long, those who would come have come. */
    private static final long CROWD_QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long CROWD_PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(40);
    private static final double CROWD = 16;
    /** Less than one, so that the number follows when callers leave. */
    private static final double WORTH_WAITING_FOR = 0.9;

    private double usuallyUnderWay;
    private long sinceNanos;
    private long grewNanos;
    private int seen;

    /**
     * Takes note of a committed block. Those that came meanwhile count as well: callers in two groups that take turns
     * become one.
     */
    void committed(int inBlock, int waiting) {
        if (inBlock > 0) {
            usuallyUnderWay = (3 * usuallyUnderWay + WORTH_WAITING_FOR * (inBlock + waiting)) / 4;
        }
    }

    /** From now on a block could be built. */
    void begin(long nowNanos) {
        sinceNanos = nowNanos;
        grewNanos = nowNanos;
        seen = 0;
    }

    /** How long to wait for more than {@code waiting} commands, for a block that has {@code room}; 0 or less: no longer. */
    long leftNanos(int waiting, int room, long nowNanos) {
        if (waiting >= Math.min(usuallyUnderWay, room)) {
            return 0;
        }
        if (waiting > seen) {
            seen = waiting;
            grewNanos = nowNanos;
        }
        long end = usuallyUnderWay < CROWD
                ? sinceNanos + PATIENCE_NANOS
                : Math.min(sinceNanos + CROWD_PATIENCE_NANOS, grewNanos + CROWD_QUIET_NANOS);
        return end - nowNanos;
    }
}
