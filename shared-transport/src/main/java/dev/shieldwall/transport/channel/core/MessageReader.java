package dev.shieldwall.transport.channel.core;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Takes a handshake message apart: each field is there with its exact length, and nothing is left. */
final class MessageReader {

    private final ByteBuffer bytes;

    private MessageReader(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    static MessageReader of(byte[] message, MessageType type) throws HandshakeRefusedException {
        if (message.length > MessageType.MAX_BYTES) {
            throw new HandshakeRefusedException(Refusal.MALFORMED);
        }
        var reader = new MessageReader(ByteBuffer.wrap(message));
        byte[] start = reader.bytes(MessageType.LABEL.length);
        if (!Arrays.equals(start, MessageType.LABEL)) {
            throw new HandshakeRefusedException(Refusal.MALFORMED);
        }
        if (reader.unsignedByte() != MessageType.VERSION) {
            throw new HandshakeRefusedException(Refusal.OTHER_VERSION);
        }
        if (reader.unsignedByte() != type.id()) {
            throw new HandshakeRefusedException(Refusal.MALFORMED);
        }
        return reader;
    }

    byte[] bytes(int count) throws HandshakeRefusedException {
        if (bytes.remaining() < count) {
            throw new HandshakeRefusedException(Refusal.MALFORMED);
        }
        byte[] field = new byte[count];
        bytes.get(field);
        return field;
    }

    int unsignedByte() throws HandshakeRefusedException {
        return bytes(1)[0] & 0xff;
    }

    long number() throws HandshakeRefusedException {
        return ByteBuffer.wrap(bytes(Long.BYTES)).getLong();
    }

    ComponentName name() throws HandshakeRefusedException {
        String name = new String(bytes(unsignedByte()), StandardCharsets.ISO_8859_1);
        if (!ComponentName.isValid(name)) {
            throw new HandshakeRefusedException(Refusal.MALFORMED);
        }
        return new ComponentName(name);
    }

    /** The id that the next field begins with, which tells its length. */
    ChannelSuite suite() throws HandshakeRefusedException {
        if (!bytes.hasRemaining()) {
            throw new HandshakeRefusedException(Refusal.MALFORMED);
        }
        return ChannelSuite.ofId(bytes.get(bytes.position()))
                .orElseThrow(() -> new HandshakeRefusedException(Refusal.MALFORMED));
    }

    int position() {
        return bytes.position();
    }

    void end() throws HandshakeRefusedException {
        if (bytes.hasRemaining()) {
            throw new HandshakeRefusedException(Refusal.MALFORMED);
        }
    }
}
