package dev.shieldwall.replica.store;

import java.util.List;

/**
 * A committed block as the store keeps it: bytes that are verified again whenever they are read.
 *
 * @param height from 1
 * @param hash 32 bytes, of the header
 * @param header deterministic CBOR, as are body (the signed commands), results and certificate
 * @param decisions what the index of commands points to; empty when read back
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier between host and database; nobody compares it
public record StoredBlock(
        long height, byte[] hash, byte[] header, byte[] body, byte[] results, byte[] certificate,
        List<IndexedDecision> decisions) {

    public static final int HASH_BYTES = 32;

    public StoredBlock {
        decisions = List.copyOf(decisions);
        if (height < 1 || hash.length != HASH_BYTES) {
            throw new IllegalArgumentException("a stored block has a height from 1 and a hash of 32 bytes");
        }
    }

    /** Bytes that waiting for the database costs. */
    public long sizeBytes() {
        return (long) header.length + body.length + results.length + certificate.length;
    }
}
