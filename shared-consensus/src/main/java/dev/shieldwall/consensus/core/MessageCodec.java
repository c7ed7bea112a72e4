package dev.shieldwall.consensus.core;

import dev.shieldwall.model.codec.CborCodec;
import dev.shieldwall.model.codec.MalformedException;

/** Deterministic CBOR of peer messages, with a hard bound before anything is parsed. */
public final class MessageCodec {

    /** Longest message: a block of the largest genesis limit that this version runs with, and some certificates. */
    public static final int MAX_BYTES = 8 << 20;

    private static final CborCodec<Message> CODEC = CborCodec.of(Message.class);

    private MessageCodec() {}

    public static byte[] encode(Message message) {
        byte[] bytes = CODEC.encode(message);
        if (bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException("a message of " + bytes.length + " bytes is too long to send");
        }
        return bytes;
    }

    /** Parses what any peer may have sent. */
    public static Message decode(byte[] bytes) throws MalformedException {
        if (bytes.length > MAX_BYTES) {
            throw new MalformedException("a message of " + bytes.length + " bytes");
        }
        return CODEC.decode(bytes);
    }
}
