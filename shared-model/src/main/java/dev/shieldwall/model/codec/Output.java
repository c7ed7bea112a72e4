package dev.shieldwall.model.codec;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that grow: what both codecs write to. An encoding grows in an array that the thread keeps for the next; a new one
 * for each was most of what a busy replica allocated. Virtual threads keep none, there are thousands of them.
 */
final class Output {

    private static final int FIRST_BYTES = 1 << 10;
    private static final int MAX_KEPT_BYTES = 1 << 16;
    /** Absent while an output of this thread uses it. */
    static final ThreadLocal<byte @Nullable []> KEPT = new ThreadLocal<>();

    private static final byte[] NONE = {};

    private byte[] bytes;
    private int size;

    Output() {
        byte[] kept = Thread.currentThread().isVirtual() ? null : KEPT.get();
        if (kept == null) {
            bytes = new byte[FIRST_BYTES];
        } else {
            KEPT.set(null);
            bytes = kept;
        }
    }

    void put(int value) {
        if (size == bytes.length) {
            grow(1);
        }
        bytes[size++] = (byte) value;
    }

    void put(byte[] source) {
        if (source.length > bytes.length - size) {
            grow(source.length);
        }
        System.arraycopy(source, 0, bytes, size, source.length);
        size += source.length;
    }

    private void grow(int more) {
        bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, Math.addExact(size, more)));
    }

    /** What was put. To be called once, at the end: whoever puts more is stopped. */
    byte[] toArray() {
        byte[] whole = Arrays.copyOf(bytes, size);
        if (bytes.length <= MAX_KEPT_BYTES && !Thread.currentThread().isVirtual()) {
            KEPT.set(bytes);
        }
        bytes = NONE;
        size = Integer.MIN_VALUE;
        return whole;
    }
}
