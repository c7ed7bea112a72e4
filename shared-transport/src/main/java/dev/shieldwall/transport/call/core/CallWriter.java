package dev.shieldwall.transport.call.core;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Numbers as QUIC writes them (RFC 9000 section 16), and bytes behind their number. */
final class CallWriter {

    private static final int[] LAST_OF = {0x3f, 0x3fff, 0x3fff_ffff};

    private byte[] bytes = new byte[512];
    private int length;

    void number(int value) {
        int log = 0;
        while (value > LAST_OF[log]) {
            log++;
        }
        int size = 1 << log;
        makeRoom(size);
        for (int i = size - 1, rest = value; i >= 0; i--, rest >>>= Byte.SIZE) {
            bytes[length + i] = (byte) rest;
        }
        bytes[length] |= (byte) (log << 6);
        length += size;
    }

    void text(String text) {
        bytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    void bytes(byte[] more) {
        number(more.length);
        makeRoom(more.length);
        System.arraycopy(more, 0, bytes, length, more.length);
        length += more.length;
    }

    private void makeRoom(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }
}
