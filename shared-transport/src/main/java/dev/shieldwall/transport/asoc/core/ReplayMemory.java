package dev.shieldwall.transport.asoc.core;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was seen within a window, so that it is accepted once. Entries leave when their time is over and never before:
 * a full memory refuses what is new, because to forget is to accept a replay.
 *
 * <p>Thread-safe.
 */
public final class ReplayMemory<K> {

    private final int capacity;
    private final long windowMillis;
    private final Map<K, Long> seenAtMillis = new LinkedHashMap<>(); // in the order of seeing, so the oldest is first

    public ReplayMemory(int capacity, long windowMillis) {
        if (capacity < 1 || windowMillis < 1) {
            throw new IllegalArgumentException("a memory has room and a window");
        }
        this.capacity = capacity;
        this.windowMillis = windowMillis;
    }

    /** Returns normally the first time. */
    public synchronized void admit(K what, long nowMillis) throws RefusedException {
        forgetUntil(nowMillis - windowMillis);
        if (seenAtMillis.containsKey(what)) {
            throw new RefusedException(Refusal.REPLAY);
        }
        if (seenAtMillis.size() >= capacity) {
            throw new RefusedException(Refusal.MEMORY_FULL);
        }
        seenAtMillis.put(what, nowMillis);
    }

    private void forgetUntil(long millis) {
        Iterator<Long> oldest = seenAtMillis.values().iterator();
        while (oldest.hasNext() && oldest.next() < millis) {
            oldest.remove();
        }
    }

    synchronized int size() {
        return seenAtMillis.size();
    }
}
