package dev.shieldwall.replica.host;

import java.util.concurrent.TimeUnit;

/**
 * How many commands are usually under way, and so how many are worth waiting for before a block is built: each block
 * costs every replica votes, syncs and a transaction, whatever it holds. Pure.
 */
final class CommandCrowd {

    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long CROWD_PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final double CROWD = 16;
    /** Less than one, so that the number follows when callers leave. */
    private static final double WORTH_WAITING_FOR = 0.9;

    private double usuallyUnderWay;

    /**
     * Takes note of a committed block. Those that came meanwhile count as well: callers in two groups that take turns
     * become one.
     */
    void committed(int inBlock, int waiting) {
        if (inBlock > 0) {
            usuallyUnderWay = (3 * usuallyUnderWay + WORTH_WAITING_FOR * (inBlock + waiting)) / 4;
        }
    }

    /** Whether waiting for more than {@code waiting} commands is worth nothing, for a block that has {@code room}. */
    boolean isComplete(int waiting, int room) {
        return waiting >= Math.min(usuallyUnderWay, room);
    }

    /** How long a block waits at most. */
    long patienceNanos() {
        return usuallyUnderWay < CROWD ? PATIENCE_NANOS : CROWD_PATIENCE_NANOS;
    }
}
