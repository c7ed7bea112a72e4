package dev.shieldwall.model.block;

import dev.shieldwall.model.codec.CborCodec;
import dev.shieldwall.model.codec.Hash;
import java.nio.charset.StandardCharsets;

/**
 * What the replicas vote on. No view in it: a block that is proposed again in a later view keeps its header byte for
 * byte, so one height has one hash per value.
 *
 * @param epoch of the replica set that votes
 * @param height from 1
 * @param parentHash hash of the header before; the chain id for height 1
 * @param batchRoot RFC 6962 root over the signed commands in order
 * @param stateRoot root of the state map after this block
 * @param resultsRoot RFC 6962 root over {@link ResultLeaf#leafBytes} in order
 * @param auditSize leaves in the audit log after this block
 * @param auditRoot RFC 6962 root of the audit log after this block
 * @param replicaSetHash the set that votes on this header
 * @param nextReplicaSetHash the set that votes on the next
 * @param timeMillis block time, Unix; strictly increasing
 * @param builder index of the replica that built it
 */
public record BlockHeader(
        Hash chainId, long epoch, long height, Hash parentHash, Hash batchRoot, Hash stateRoot, Hash resultsRoot,
        long auditSize, Hash auditRoot, Hash replicaSetHash, Hash nextReplicaSetHash, long timeMillis, int builder) {

    public static final CborCodec<BlockHeader> CODEC = CborCodec.of(BlockHeader.class);

    private static final byte[] TAG = "shieldwall/header/v1\0".getBytes(StandardCharsets.US_ASCII);

    public BlockHeader {
        if (epoch < 0 || height < 1 || auditSize < 0 || timeMillis < 0 || builder < 0) {
            throw new IllegalArgumentException("a header field is out of range");
        }
    }

    /** SHA-256 over a domain tag and the deterministic CBOR of this header. Computed on each call: keep it. */
    public Hash hash() {
        return Hash.sha256(TAG, CODEC.encode(this));
    }
}
