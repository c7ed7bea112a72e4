package dev.shieldwall.ledger.facts;

import dev.shieldwall.crypto.merkle.CompactTree;
import dev.shieldwall.model.codec.Hash;
import java.util.List;

/**
 * All of the audit log that appending needs.
 *
 * @param hashes roots of the full subtrees along the right edge, largest first
 * @param lastEntry SHA-256 of the last leaf's bytes, {@link Hash#ZERO} before the first
 */
public record AuditFrontier(long size, List<Hash> hashes, Hash lastEntry) {

    public static final AuditFrontier START = of(CompactTree.empty(), Hash.ZERO);

    public AuditFrontier {
        hashes = List.copyOf(hashes);
    }

    public static AuditFrontier of(CompactTree tree, Hash lastEntry) {
        return new AuditFrontier(tree.size(), tree.hashes().stream().map(Hash::of).toList(), lastEntry);
    }

    public CompactTree tree() {
        return CompactTree.of(size, hashes.stream().map(Hash::unsafeArray).toList());
    }

    /** RFC 6962 root of the log. */
    public Hash root() {
        return Hash.of(tree().root());
    }
}
