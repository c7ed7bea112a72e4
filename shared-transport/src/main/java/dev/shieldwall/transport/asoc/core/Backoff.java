package dev.shieldwall.transport.asoc.core;

/** How long to wait before dialling again: random 1 to 5 s, doubled with each failure in a row, at most 60 s. */
public final class Backoff {

    public static final long LEAST_MILLIS = 1_000;
    public static final long MOST_AT_FIRST_MILLIS = 5_000;
    public static final long MOST_MILLIS = 60_000;

    /** After that many doublings even the least is above the most. */
    private static final int MAX_DOUBLINGS = 6;

    private Backoff() {}

    /** For a random number from 0 to below 1, so that nodes that lost the same peer do not all come back at once. */
    public static long delayMillis(int failuresInARow, double random) {
        long first = LEAST_MILLIS + (long) (random * (MOST_AT_FIRST_MILLIS - LEAST_MILLIS));
        int doublings = Math.clamp(failuresInARow - 1L, 0, MAX_DOUBLINGS);
        return Math.min(first << doublings, MOST_MILLIS);
    }
}
