package dev.shieldwall.transport.asoc.core;

import dev.shieldwall.crypto.SecretBytes;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** What nodes tell each other in sealed CONTROL frames of stream 0. Kinds that nobody knows are skipped. */
public sealed interface ControlMessage {

    /** The cluster has a new key; the one before is accepted for that long. */
    record RotateKey(SecretBytes key, int graceSeconds) implements ControlMessage {}

    /** The peer has taken the new key: made with it, so that nobody says so who has not. */
    record KeyRotated(long keyName) implements ControlMessage {}

    /** Asks to be told when the receiver has taken this stream of the sender's; comes before its first frame. */
    record WantReceipt(long stream) implements ControlMessage {}

    /** The stream was taken. */
    record Receipt(long stream) implements ControlMessage {}

    int MAX_KEY_BYTES = 256;

    byte ROTATE = 1;
    byte ROTATED = 2;
    byte WANT_RECEIPT = 3;
    byte RECEIPT = 4;

    static byte[] rotateKey(byte[] key, int graceSeconds) {
        if (key.length == 0 || key.length > MAX_KEY_BYTES || graceSeconds < 0) {
            throw new IllegalArgumentException("a key to rotate to has 1 to " + MAX_KEY_BYTES + " bytes");
        }
        return ByteBuffer.allocate(1 + Integer.BYTES + key.length).put(ROTATE).putInt(graceSeconds).put(key).array();
    }

    static byte[] keyRotated(ClusterKey key) {
        return ByteBuffer.allocate(1 + Long.BYTES).put(ROTATED).putLong(key.name()).array();
    }

    static byte[] wantReceipt(long stream) {
        return ofStream(WANT_RECEIPT, stream);
    }

    static byte[] receipt(long stream) {
        return ofStream(RECEIPT, stream);
    }

    private static byte[] ofStream(byte kind, long stream) {
        return ByteBuffer.allocate(1 + Integer.BYTES).put(kind).putInt((int) stream).array();
    }

    /** Reads an opened payload; empty if it is empty, as to keep a connection alive, or of another version. */
    static Optional<ControlMessage> read(ByteBuffer payload) throws RefusedException {
        if (!payload.hasRemaining()) {
            return Optional.empty();
        }
        byte kind = payload.get();
        return switch (kind) {
            case ROTATE -> Optional.of(readRotateKey(payload));
            case ROTATED -> Optional.of(readKeyRotated(payload));
            case WANT_RECEIPT -> Optional.of(new WantReceipt(readStream(payload)));
            case RECEIPT -> Optional.of(new Receipt(readStream(payload)));
            default -> Optional.empty();
        };
    }

    private static RotateKey readRotateKey(ByteBuffer payload) throws RefusedException {
        int keyBytes = payload.remaining() - Integer.BYTES;
        if (keyBytes < 1 || keyBytes > MAX_KEY_BYTES) {
            throw new RefusedException(Refusal.MALFORMED);
        }
        int graceSeconds = payload.getInt();
        if (graceSeconds < 0) {
            throw new RefusedException(Refusal.MALFORMED);
        }
        byte[] key = new byte[keyBytes];
        payload.get(key).put(payload.position() - keyBytes, new byte[keyBytes]);
        try {
            return new RotateKey(SecretBytes.copyOf(key), graceSeconds);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private static long readStream(ByteBuffer payload) throws RefusedException {
        if (payload.remaining() != Integer.BYTES) {
            throw new RefusedException(Refusal.MALFORMED);
        }
        return Integer.toUnsignedLong(payload.getInt());
    }

    private static KeyRotated readKeyRotated(ByteBuffer payload) throws RefusedException {
        if (payload.remaining() != Long.BYTES) {
            throw new RefusedException(Refusal.MALFORMED);
        }
        return new KeyRotated(payload.getLong());
    }
}
