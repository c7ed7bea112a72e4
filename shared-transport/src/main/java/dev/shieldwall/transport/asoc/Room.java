package dev.shieldwall.transport.asoc;

import java.nio.ByteBuffer;

/** A direct buffer that grows to what is asked for and is used again and again. Of one thread at a time. */
final class Room {

    private static final int LEAST_BYTES = 4 << 10;

    private ByteBuffer buffer = ByteBuffer.allocate(0);

    /** Empty, with that much space; what was in it is gone. */
    ByteBuffer of(int bytes) {
        if (buffer.capacity() < bytes) {
            buffer = ByteBuffer.allocateDirect(Math.max(LEAST_BYTES, bytes));
        }
        return buffer.clear().limit(bytes);
    }
}
