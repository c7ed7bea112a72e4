package dev.shieldwall.transport.asoc.core;

/** At most so many in any stretch of that length. */
public record Rate(int most, long windowMillis) {

    /** Bounds the memory of one source: 8 bytes for each that is counted. */
    public static final int MAX_MOST = 10_000;

    public Rate {
        if (most < 1 || most > MAX_MOST || windowMillis < 1) {
            throw new IllegalArgumentException("a rate is 1 to " + MAX_MOST + " in a window of at least 1 ms");
        }
    }
}
