package dev.shieldwall.transport.asoc.core;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The 14 bytes before each payload: version 1, type, stream id 4, sequence 4, length 4, big-endian and unsigned. The
 * type is a raw byte, because types that nobody knows yet are read and skipped.
 */
public record FrameHeader(byte typeCode, long stream, long sequence, int length) {

    public static final int BYTES = 14;
    public static final byte VERSION = 1;

    /** Longest payload, the 10 MB of RFC-0002: 10 MiB, so that ten default chunks fit. */
    public static final int MAX_PAYLOAD_BYTES = 10 << 20;

    /** Longest payload in sealed form: the tag comes on top. */
    public static final int MAX_SEALED_BYTES = MAX_PAYLOAD_BYTES + FrameSeal.TAG_BYTES;

    private static final long UNSIGNED = 0xFFFFFFFFL;

    public FrameHeader {
        if (stream < 0 || stream > UNSIGNED || sequence < 0 || sequence > UNSIGNED) {
            throw new IllegalArgumentException("stream and sequence have 32 bits");
        }
        if (length < 0 || length > MAX_SEALED_BYTES) {
            throw new IllegalArgumentException("a payload has at most " + MAX_SEALED_BYTES + " bytes, not " + length);
        }
    }

    public static FrameHeader of(FrameType type, long stream, long sequence, int length) {
        return new FrameHeader(type.code(), stream, sequence, length);
    }

    /** Reads 14 bytes. The length comes first: nothing else counts in a frame that is too long for any state. */
    public static FrameHeader read(ByteBuffer bytes) throws RefusedException {
        byte version = bytes.get();
        byte type = bytes.get();
        long stream = bytes.getInt() & UNSIGNED;
        long sequence = bytes.getInt() & UNSIGNED;
        long length = bytes.getInt() & UNSIGNED;
        if (length > MAX_SEALED_BYTES) {
            throw new RefusedException(Refusal.TOO_LONG);
        }
        if (version != VERSION) {
            throw new RefusedException(Refusal.VERSION);
        }
        return new FrameHeader(type, stream, sequence, (int) length);
    }

    public void write(ByteBuffer bytes) {
        bytes.put(VERSION).put(typeCode).putInt((int) stream).putInt((int) sequence).putInt(length);
    }

    public byte[] encode() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        write(bytes);
        return bytes.array();
    }

    public Optional<FrameType> type() {
        return FrameType.of(typeCode);
    }

    boolean is(FrameType type) {
        return typeCode == type.code();
    }

    /** The same frame once its payload is sealed. */
    FrameHeader sealed() {
        return new FrameHeader(typeCode, stream, sequence, length + FrameSeal.TAG_BYTES);
    }

    /** A frame of the handshake: stream 0, sequence 0. */
    static byte[] handshake(FrameType type, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(BYTES + payload.length);
        of(type, 0, 0, payload.length).write(frame);
        return frame.put(payload).array();
    }
}
