package dev.shieldwall.transport.channel.core;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The three messages of a handshake. Each begins with the protocol's label, its version and the id of the type. */
enum MessageType {
    CLIENT_HELLO(1),
    SERVER_HELLO(2),
    CLIENT_FINISH(3);

    static final byte[] LABEL = "shieldwall-channel".getBytes(StandardCharsets.US_ASCII);
    static final int VERSION = 1;
    /** The longest client hello, with both suites and the longest names, has 1,537 bytes. */
    static final int MAX_BYTES = 2048;

    static final int CHALLENGE_BYTES = 32;
    static final int SIGNATURE_BYTES = 64;
    static final int CONFIRMATION_BYTES = 32;

    private final int id;

    MessageType(int id) {
        this.id = id;
    }

    int id() {
        return id;
    }

    ByteBuffer begin() {
        return ByteBuffer.allocate(MAX_BYTES).put(LABEL).put((byte) VERSION).put((byte) id);
    }

    static void putName(ByteBuffer out, ComponentName name) {
        byte[] bytes = name.bytes();
        out.put((byte) bytes.length).put(bytes);
    }

    static byte[] written(ByteBuffer out) {
        byte[] message = new byte[out.position()];
        out.get(0, message);
        return message;
    }

    static byte[] concat(byte[]... parts) {
        ByteBuffer out = ByteBuffer.allocate(MAX_BYTES);
        for (byte[] part : parts) {
            out.put(part);
        }
        return written(out);
    }
}
