package dev.shieldwall.audit.readmodel;

import dev.shieldwall.model.audit.AuditContent;
import dev.shieldwall.model.audit.AuditLeaf;
import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.codec.JsonCodec;
import dev.shieldwall.model.decision.Decision;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One row of the table of entries, column by column as it is stored: nothing in it is believed until it was compared
 * with what the replicas certified. The components are in the order of the table's columns.
 */
@Embeddable
public record EntryRow(
        @Column(insertable = false, updatable = false) long index, // the key, which StoredEntry writes
        long height, long timeMillis, Bytes commandId, Bytes jwsHash, String action, String serviceId,
        @Nullable String capability, String nodeId, String consensusId, String decision, Bytes previousHash,
        Bytes entryHash, Bytes merkleRoot, Bytes leaf) {

    static final JsonCodec<Decision> DECISION = JsonCodec.of(Decision.class);
    private static final String ABSENT = "(absent)";

    /** The row that belongs to a leaf. */
    public static EntryRow of(AuditLeaf leaf, byte[] leafBytes, byte[] rootBefore) {
        AuditContent content = leaf.content();
        return new EntryRow(
                leaf.index(), leaf.height(), leaf.blockTimeMillis(), leaf.commandId().value(), leaf.jwsHash().value(),
                content.action(), content.serviceId().value(), content.capability(), content.nodeId().value(),
                content.consensusId(), new String(DECISION.encode(leaf.decision()), StandardCharsets.UTF_8),
                leaf.previousHash().value(), Hash.sha256(leafBytes).value(), Bytes.of(rootBefore), Bytes.of(leafBytes));
    }

    /** Column names and values as text, in the order of the table; bytes in hexadecimal. */
    public Map<String, String> columns() {
        var columns = new LinkedHashMap<String, String>();
        columns.put("index", Long.toString(index));
        columns.put("height", Long.toString(height));
        columns.put("time_millis", Long.toString(timeMillis));
        columns.put("command_id", commandId.toHex());
        columns.put("jws_hash", jwsHash.toHex());
        columns.put("action", action);
        columns.put("service_id", serviceId);
        columns.put("capability", capability == null ? ABSENT : capability);
        columns.put("node_id", nodeId);
        columns.put("consensus_id", consensusId);
        columns.put("decision", decision);
        columns.put("previous_hash", previousHash.toHex());
        columns.put("entry_hash", entryHash.toHex());
        columns.put("merkle_root", merkleRoot.toHex());
        columns.put("leaf", leaf.toHex());
        return columns;
    }
}
