package dev.shieldwall.transport.call.core;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What {@link CallWriter} writes. What is left out at the end of a message is empty. */
final class CallReader {

    private final ByteBuffer bytes;

    CallReader(byte[] message) {
        this(ByteBuffer.wrap(message));
    }

    private CallReader(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    boolean hasMore() {
        return bytes.hasRemaining();
    }

    /** Any length of a number is taken (RFC 9000 section 16 has no shortest form). */
    long number() throws MalformedCallException {
        int first = take(1).get() & 0xff;
        ByteBuffer rest = take((1 << (first >> 6)) - 1);
        long value = first & 0x3f;
        while (rest.hasRemaining()) {
            value = value << Byte.SIZE | rest.get() & 0xff;
        }
        return value;
    }

    String text() throws MalformedCallException {
        return StandardCharsets.ISO_8859_1.decode(take(number())).toString();
    }

    byte[] bytes() throws MalformedCallException {
        ByteBuffer taken = section().bytes;
        byte[] copy = new byte[taken.remaining()];
        taken.get(copy);
        return copy;
    }

    CallReader section() throws MalformedCallException {
        return new CallReader(hasMore() ? take(number()) : ByteBuffer.allocate(0));
    }

    boolean isPadding() {
        while (bytes.hasRemaining()) {
            if (bytes.get() != 0) {
                return false;
            }
        }
        return true;
    }

    private ByteBuffer take(long count) throws MalformedCallException {
        if (count > bytes.remaining()) {
            throw new MalformedCallException("the message ends too early");
        }
        ByteBuffer taken = bytes.slice(bytes.position(), (int) count);
        bytes.position(bytes.position() + (int) count);
        return taken;
    }
}
