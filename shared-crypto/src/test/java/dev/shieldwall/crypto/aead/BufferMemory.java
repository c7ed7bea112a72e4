package dev.shieldwall.crypto.aead;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.IntFunction;

/** Buffers of every kind that a framing may have. */
final class BufferMemory {

    private BufferMemory() {}

    static List<IntFunction<ByteBuffer>> all() {
        return List.of(ByteBuffer::allocate, ByteBuffer::allocateDirect);
    }

    /** A buffer of that kind with these bytes to read. */
    static ByteBuffer of(IntFunction<ByteBuffer> memory, byte[] content) {
        return memory.apply(content.length).put(content).flip();
    }

    /** What was written from the beginning to the position. */
    static byte[] written(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.position()];
        buffer.get(0, bytes);
        return bytes;
    }
}
