package dev.shieldwall.replica.host;

/**
 * One look at both clocks. People sign what the wall clock says; how long something took is told by the other, which
 * nobody sets.
 *
 * @param nanos as in {@link System#nanoTime}: only the difference of two means anything
 */
record Moment(long millis, long nanos) {

    static Moment now() {
        return new Moment(System.currentTimeMillis(), System.nanoTime());
    }
}
