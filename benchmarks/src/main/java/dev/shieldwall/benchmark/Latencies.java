package dev.shieldwall.benchmark;

import java.util.Arrays;

/** Latencies of one run, in nanoseconds. Not thread-safe: each caller has its own, {@link #merge} puts them together. */
final class Latencies {

    private long[] nanos = new long[1024];
    private int count;

    void add(long value) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = value;
    }

    void merge(Latencies other) {
        for (int i = 0; i < other.count; i++) {
            add(other.nanos[i]);
        }
    }

    int count() {
        return count;
    }

    /** Nearest rank; {@code quantile} in (0, 1]. */
    double millis(double quantile) {
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        int rank = (int) Math.ceil(quantile * count) - 1;
        return count == 0 ? Double.NaN : sorted[Math.max(0, rank)] / 1e6;
    }
}
