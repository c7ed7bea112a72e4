package dev.shieldwall.replica.wal;

import dev.shieldwall.crypto.hash.Sha256;
import java.nio.ByteBuffer;

/** The running hash that ties each record to all before it: h' = SHA-256(h || lsn || type || payload). */
final class ChainHash {

    static final int BYTES = Sha256.BYTES;

    private byte[] value;

    ChainHash(byte[] start) {
        value = start.clone();
    }

    byte[] value() {
        return value.clone();
    }

    /** Moves on by one record and returns the new value; the array belongs to this object. */
    byte[] extend(WalRecord record) {
        byte[] place = ByteBuffer.allocate(Long.BYTES + 1).putLong(record.lsn()).put(record.type()).array();
        value = Sha256.hash(value, place, record.payload());
        return value;
    }
}
