package dev.shieldwall.model.codec;

import java.util.Arrays;

/** Bytes that grow: what both codecs write to. */
final class Output {

    private byte[] bytes;
    private int size;

    /** @param capacity what will probably be written, in bytes; more is no fault */
    Output(int capacity) {
        bytes = new byte[capacity];
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

    byte[] toArray() {
        return Arrays.copyOf(bytes, size);
    }
}
