package dev.shieldwall.replica.host;

/** So many at once, and again so many a second. Thread-safe. */
final class Allowance {

    private static final double NANOS_PER_SECOND = 1e9;

    private final int atOnce;
    private final int perSecond;
    private double left;
    private long countedNanos;

    /** @param nowNanos of a clock that never goes back, as in {@link System#nanoTime} */
    Allowance(int atOnce, int perSecond, long nowNanos) {
        this.atOnce = atOnce;
        this.perSecond = perSecond;
        this.left = atOnce;
        this.countedNanos = nowNanos;
    }

    synchronized boolean isLeft(long nowNanos) {
        left = Math.min(atOnce, left + (nowNanos - countedNanos) * (perSecond / NANOS_PER_SECOND));
        countedNanos = nowNanos;
        return left >= 1;
    }

    /** Takes one, also when none is left: what is spent by several threads at once is owed. */
    synchronized void spend() {
        left -= 1;
    }
}
