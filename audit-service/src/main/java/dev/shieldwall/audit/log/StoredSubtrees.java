package dev.shieldwall.audit.log;

import dev.shieldwall.audit.readmodel.AuditReadModel;
import dev.shieldwall.audit.readmodel.LogDamagedException;
import dev.shieldwall.audit.readmodel.LogShape;
import dev.shieldwall.crypto.merkle.MerkleTree;
import dev.shieldwall.model.codec.Hash;
import java.util.List;
import org.springframework.stereotype.Component;

/** Full subtrees from the stored log: a kept root where there is one, else folded from at most 128 nodes below. */
@Component
class StoredSubtrees implements LogTree.Subtrees {

    private final AuditReadModel log;

    StoredSubtrees(AuditReadModel log) {
        this.log = log;
    }

    @Override
    public byte[] root(int level, long index) {
        int kept = level / LogShape.LEVEL_BITS;
        int above = level % LogShape.LEVEL_BITS;
        long from = index << above;
        long to = (index + 1) << above;
        List<byte[]> nodes = kept == 0
                ? log.leaves(from, to).stream().map(MerkleTree::leafHash).toList()
                : log.subtrees(kept, from, to);
        if (nodes.size() != to - from || nodes.stream().anyMatch(node -> node.length != Hash.BYTES)) {
            throw new LogDamagedException("the stored log lacks nodes " + from + " to " + to + " of level " + kept);
        }
        return MerkleTree.rootOfHashes(nodes);
    }
}
