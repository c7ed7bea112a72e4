package dev.shieldwall.gateway.edge;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many requests each caller may still make: the generic cell rate algorithm (ITU-T I.371), one number a caller.
 * Holds the callers seen last, up to a bound; one that falls out starts with a full budget. Thread-safe.
 */
final class CallerBudgets {

    private final long nanosPerRequest;
    private final long burstNanos;
    private final Map<String, Long> fullAgainAt;

    /**
     * @param perSecond sustained rate
     * @param burst most requests at once
     * @param maxCallers bound of the memory
     */
    CallerBudgets(int perSecond, int burst, int maxCallers) {
        nanosPerRequest = 1_000_000_000L / perSecond;
        burstNanos = burst * nanosPerRequest;
        fullAgainAt = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
                return size() > maxCallers;
            }
        };
    }

    /** Spends one request of {@code caller}. Returns 0, or the nanoseconds until it may ask again; then nothing is spent. */
    synchronized long spend(String caller, long nowNanos) {
        Long known = fullAgainAt.get(caller);
        long from = known == null || known - nowNanos < 0 ? nowNanos : known;
        long excess = from + nanosPerRequest - nowNanos - burstNanos;
        if (excess > 0) {
            return excess;
        }
        fullAgainAt.put(caller, from + nanosPerRequest);
        return 0;
    }

    synchronized int callers() {
        return fullAgainAt.size();
    }
}
