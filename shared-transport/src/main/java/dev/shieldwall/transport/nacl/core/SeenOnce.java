package dev.shieldwall.transport.nacl.core;

import dev.shieldwall.crypto.hash.Sha256;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Takes each of a bounded number of values once and forgets none. Keeps 64 bits of each one's hash: of 65,536 honest
 * random values one is refused wrongly about once in 8 billion sessions, and none is ever taken twice. Thread-safe.
 */
final class SeenOnce {

    private static final int FIRST_SLOTS = 64;
    private static final long FREE = 0;

    private final int most;
    private int size;
    private long[] slots = new long[FIRST_SLOTS];

    SeenOnce(int most) {
        this.most = most;
    }

    synchronized boolean isFull() {
        return size >= most;
    }

    synchronized void take(byte[] value, NaclRefusal whenFull) throws NaclRefusedException {
        long fingerprint = fingerprint(value);
        if (slots[slotOf(fingerprint)] != FREE) {
            throw new NaclRefusedException(NaclRefusal.REPLAYED);
        }
        if (isFull()) {
            throw new NaclRefusedException(whenFull);
        }
        if (2 * size >= slots.length) {
            grow();
        }
        put(fingerprint);
        size++;
    }

    private void grow() {
        long[] old = slots;
        slots = new long[2 * old.length];
        Arrays.stream(old).filter(kept -> kept != FREE).forEach(this::put);
    }

    private void put(long fingerprint) {
        slots[slotOf(fingerprint)] = fingerprint;
    }

    /** Where it is, or where it would be. Half of the slots are free, so the search ends. */
    private int slotOf(long fingerprint) {
        int slot = (int) fingerprint & (slots.length - 1);
        while (slots[slot] != FREE && slots[slot] != fingerprint) {
            slot = (slot + 1) & (slots.length - 1);
        }
        return slot;
    }

    private static long fingerprint(byte[] value) {
        long hash = ByteBuffer.wrap(Sha256.hash(value)).getLong();
        return hash == FREE ? 1 : hash;
    }
}
