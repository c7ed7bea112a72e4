package dev.shieldwall.transport.channel.core;

import java.nio.ByteBuffer;

/**
 * What one side tells the other. The metadata are authenticated and travel in clear; the payload is encrypted.
 *
 * <p>The payload of a message that was opened lies in the buffer of its frame: it is good until that is used again.
 */
@SuppressWarnings("ArrayRecordComponent") // handed on; never compared
public record Message(ContentType type, byte[] metadata, ByteBuffer payload) {

    private static final byte[] NONE = {};

    public static Message data(byte[] metadata, byte[] payload) {
        return new Message(ContentType.DATA, metadata, ByteBuffer.wrap(payload));
    }

    public static Message of(ContentType type) {
        return new Message(type, NONE, ByteBuffer.wrap(NONE));
    }

    /** A copy that outlives the frame. */
    public byte[] payloadBytes() {
        byte[] copy = new byte[payload.remaining()];
        payload.get(payload.position(), copy);
        return copy;
    }
}
