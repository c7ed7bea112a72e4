package dev.shieldwall.ledger.audit;

import dev.shieldwall.crypto.merkle.CompactTree;
import dev.shieldwall.crypto.merkle.MerkleTree;
import dev.shieldwall.ledger.facts.AuditFrontier;
import dev.shieldwall.model.audit.AuditLeaf;
import dev.shieldwall.model.block.AuditLeaves;
import dev.shieldwall.model.block.ResultLeaf;
import dev.shieldwall.model.command.Command;
import java.util.ArrayList;
import java.util.List;

/**
 * The leaves that one block appends to the audit log: one for every committed command, granted, accepted or denied.
 *
 * <p>Not thread-safe.
 */
public final class AuditTrail {

    private final AuditLeaves.Place place;
    private final List<AuditLeaf> leaves = new ArrayList<>();
    private CompactTree tree;
    private AuditLeaves.Link next;

    /** {@code before} is the log after the parent block. */
    public AuditTrail(AuditFrontier before, AuditLeaves.Place place) {
        this.place = place;
        this.tree = before.tree();
        this.next = new AuditLeaves.Link(before.size(), before.lastEntry());
    }

    public void append(Command command, ResultLeaf result) {
        AuditLeaf leaf = AuditLeaves.leaf(place, next, command, result);
        byte[] bytes = leaf.encode();
        tree = tree.append(MerkleTree.leafHash(bytes));
        next = next.after(bytes);
        leaves.add(leaf);
    }

    /** The log after what was appended so far. */
    public AuditFrontier frontier() {
        return AuditFrontier.of(tree, next.previousHash());
    }

    public List<AuditLeaf> leaves() {
        return List.copyOf(leaves);
    }
}
