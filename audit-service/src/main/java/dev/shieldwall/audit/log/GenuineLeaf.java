package dev.shieldwall.audit.log;

import dev.shieldwall.audit.readmodel.EntryRow;
import dev.shieldwall.model.audit.AuditContent;
import dev.shieldwall.model.audit.AuditLeaf;
import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.codec.JsonCodec;
import dev.shieldwall.model.codec.MalformedException;
import dev.shieldwall.model.decision.CommandId;
import dev.shieldwall.model.decision.Decision;
import dev.shieldwall.model.identity.PrincipalId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the leaf that the replicas hashed when a row may have been changed. The row holds it twice, as bytes and column
 * by column, and its hash stands in the row, in the next row and in the next leaf; the reading that most of them vouch
 * for is taken. Whether it is right is decided by the certified root, not here.
 */
final class GenuineLeaf {

    private static final JsonCodec<Decision> DECISION = JsonCodec.of(Decision.class);

    private GenuineLeaf() {}

    /**
     * @param parentHash of the block's certified header
     * @param next the row after, absent at the end of the log
     */
    static byte[] of(EntryRow row, Hash parentHash, @Nullable EntryRow next) {
        var witnesses = new ArrayList<Bytes>();
        witnesses.add(row.entryHash());
        if (next != null) {
            witnesses.add(next.previousHash());
            decode(next.leaf()).ifPresent(leaf -> witnesses.add(leaf.previousHash().value()));
        }
        byte[] stored = row.leaf().unsafeArray();
        return fromColumns(row, parentHash)
                .filter(rebuilt -> votes(rebuilt, witnesses) > votes(stored, witnesses))
                .orElse(stored);
    }

    static Optional<AuditLeaf> decode(Bytes leaf) {
        try {
            return Optional.of(AuditLeaf.CODEC.decode(leaf.unsafeArray()));
        } catch (MalformedException e) {
            return Optional.empty();
        }
    }

    private static long votes(byte[] leaf, List<Bytes> witnesses) {
        Bytes hash = Hash.sha256(leaf).value();
        return witnesses.stream().filter(hash::equals).count();
    }

    private static Optional<byte[]> fromColumns(EntryRow row, Hash parentHash) {
        try {
            var content = new AuditContent(row.action(), new PrincipalId(row.serviceId()), row.capability(),
                    new PrincipalId(row.nodeId()), row.consensusId());
            var leaf = new AuditLeaf(AuditLeaf.VERSION, row.index(), row.height(), parentHash, row.timeMillis(),
                    new CommandId(row.commandId()), new Hash(row.jwsHash()),
                    DECISION.decode(row.decision().getBytes(StandardCharsets.UTF_8)), content,
                    new Hash(row.previousHash()));
            return Optional.of(leaf.encode());
        } catch (MalformedException | IllegalArgumentException columnsAreNoLeaf) {
            return Optional.empty();
        }
    }
}
