package dev.shieldwall.transport.asoc.core;

import java.util.LinkedHashMap;

/**
 * A {@link Rate} for each of many sources, exact in every stretch of time. Memory is bounded: of more sources than fit,
 * the one that was quiet longest is forgotten. Refusing the newcomer instead would let one who owns many addresses lock
 * everybody out, while whom he makes us forget gains only what he has already, another address.
 *
 * <p>Thread-safe.
 */
public final class RateLimit<K> {

    /** Times in a ring; the next place to write holds the oldest. */
    private static final class Ring {

        private final long[] millis;
        private int filled;
        private int next;

        Ring(int most) {
            this.millis = new long[most];
        }

        boolean full(long sinceMillis) {
            return filled == millis.length && millis[next] > sinceMillis;
        }

        void add(long nowMillis) {
            millis[next] = nowMillis;
            next = (next + 1) % millis.length;
            filled = Math.min(filled + 1, millis.length);
        }
    }

    private final Rate rate;
    private final int sources;
    private final LinkedHashMap<K, Ring> rings = new LinkedHashMap<>(16, 0.75f, true);

    public RateLimit(Rate rate, int sources) {
        if (sources < 1) {
            throw new IllegalArgumentException("a limit knows at least one source");
        }
        this.rate = rate;
        this.sources = sources;
    }

    /** Whether the source has used up its rate; counts nothing. */
    public synchronized boolean exhausted(K source, long nowMillis) {
        Ring ring = rings.get(source);
        return ring != null && ring.full(nowMillis - rate.windowMillis());
    }

    /** Counts one, whether it is within the rate or not. */
    public synchronized void count(K source, long nowMillis) {
        Ring ring = rings.get(source);
        if (ring == null) {
            makeRoom();
            ring = new Ring(rate.most());
            rings.put(source, ring);
        }
        ring.add(nowMillis);
    }

    /** Counts one if it is within the rate. */
    public synchronized boolean admits(K source, long nowMillis) {
        if (exhausted(source, nowMillis)) {
            return false;
        }
        count(source, nowMillis);
        return true;
    }

    private void makeRoom() {
        if (rings.size() >= sources) {
            rings.pollFirstEntry();
        }
    }

    synchronized int size() {
        return rings.size();
    }
}
