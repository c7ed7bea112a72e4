package dev.shieldwall.replica.wal;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The running hash that ties each record to all before it: h' = SHA-256(h || lsn || type || payload). */
final class ChainHash {

    static final int BYTES = 32;

    private final MessageDigest digest;
    private byte[] value;

    ChainHash(byte[] start) {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        value = start.clone();
    }

    byte[] value() {
        return value.clone();
    }

    /** Moves on by one record and returns the new value; the array belongs to this object. */
    byte[] extend(long lsn, byte type, ByteBuffer payload) {
        digest.update(value);
        digest.update(ByteBuffer.allocate(Long.BYTES + 1).putLong(lsn).put(type).flip());
        digest.update(payload);
        value = digest.digest();
        return value;
    }
}
