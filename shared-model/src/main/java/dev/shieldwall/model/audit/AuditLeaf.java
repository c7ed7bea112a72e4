package dev.shieldwall.model.audit;

import dev.shieldwall.model.codec.CborCodec;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.decision.CommandId;
import dev.shieldwall.model.decision.Decision;

/**
 * One entry of the audit log. Its deterministic CBOR is the leaf of the RFC 6962 tree, appended while the block
 * executes, so the certificate of the block covers it.
 *
 * @param version 1
 * @param index position in the log, from 0
 * @param parentHash header hash of the parent block
 * @param jwsHash SHA-256 of the signed command
 * @param previousHash SHA-256 of the previous leaf's bytes; {@link Hash#ZERO} for the first
 */
public record AuditLeaf(
        int version, long index, long height, Hash parentHash, long blockTimeMillis, CommandId commandId, Hash jwsHash,
        Decision decision, AuditContent content, Hash previousHash) {

    public static final int VERSION = 1;
    public static final CborCodec<AuditLeaf> CODEC = CborCodec.of(AuditLeaf.class);

    public AuditLeaf {
        if (version != VERSION) {
            throw new IllegalArgumentException("an audit leaf of another version");
        }
        if (index < 0 || height < 1 || blockTimeMillis < 0) {
            throw new IllegalArgumentException("an audit leaf field is out of range");
        }
    }

    /** The bytes that are hashed into the tree. */
    public byte[] encode() {
        return CODEC.encode(this);
    }
}
