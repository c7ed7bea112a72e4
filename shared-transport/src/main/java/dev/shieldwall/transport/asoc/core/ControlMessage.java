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

    int MAX_KEY_BYTES = 256;

    byte ROTATE = 1;
    byte ROTATED = 2;

    static byte[] rotateKey(byte[] key, int graceSeconds) {
        if (key.length == 0 || key.length > MAX_KEY_BYTES || graceSeconds < 0) {
            throw new IllegalArgumentException("a key to rotate to has 1 to " + MAX_KEY_BYTES + " bytes");
        }
        return ByteBuffer.allocate(1 + Integer.BYTES + key.length).put(ROTATE).putInt(graceSeconds).put(key).array();
    }

    static byte[] keyRotated(ClusterKey key) {
        return ByteBuffer.allocate(1 + Long.BYTES).put(ROTATED).putLong(key.name()).array();
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

    private static KeyRotated readKeyRotated(ByteBuffer payload) throws RefusedException {
        if (payload.remaining() != Long.BYTES) {
            throw new RefusedException(Refusal.MALFORMED);
        }
        return new KeyRotated(payload.getLong());
    }
}
