package dev.shieldwall.model.audit;

import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.decision.CommandId;
import dev.shieldwall.model.decision.Decision;

/**
 * One entry of the audit log as the API shows it, in the shape of S0-58. {@code leaf} is the truth: everything up to
 * {@code merkleRoot} follows from it, and {@code signature} and {@code nodeConsensus} from the block's certificate.
 *
 * @param id {@code audit-} and the index
 * @param timestamp block time, Unix milliseconds
 * @param previousHash SHA-256 of the leaf before; zero for the first
 * @param entryHash SHA-256 of the leaf
 * @param merkleRoot RFC 6962 root of the log before this entry
 * @param signature the first of the replicas' signatures over the block
 * @param leaf deterministic CBOR of the {@link AuditLeaf}
 */
public record AuditEntry(
        String id, long timestamp, Hash previousHash, Hash entryHash, Hash merkleRoot, Bytes signature,
        AuditContent content, NodeConsensus nodeConsensus, long index, long height, CommandId commandId, Hash jwsHash,
        Decision decision, Bytes leaf) {}
