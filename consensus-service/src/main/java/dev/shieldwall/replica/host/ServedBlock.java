package dev.shieldwall.replica.host;

import dev.shieldwall.crypto.merkle.MerkleTree;
import dev.shieldwall.model.block.CertifiedBlock;
import dev.shieldwall.model.block.ResultLeaf;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.receipt.InclusionProof;
import dev.shieldwall.model.receipt.Receipt;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A committed block with what many readers want of it, made once. Thread-safe; a race costs work, not truth. */
public final class ServedBlock {

    private final CertifiedBlock block;
    private volatile byte @Nullable [] encoded;
    private volatile @Nullable List<byte[]> leafHashes;

    ServedBlock(CertifiedBlock block) {
        this.block = block;
    }

    public CertifiedBlock certified() {
        return block;
    }

    public long height() {
        return block.header().height();
    }

    /** Deterministic CBOR of the certified block. The caller must not change it. */
    public byte[] encoded() {
        byte[] known = encoded;
        if (known == null) {
            known = CertifiedBlock.CODEC.encode(block);
            encoded = known;
        }
        return known;
    }

    /** The receipt of result {@code index}. */
    public Receipt receipt(int index) {
        List<byte[]> leaves = leaves();
        List<Hash> path = MerkleTree.inclusionProof(leaves, index).stream().map(Hash::of).toList();
        return new Receipt(
                block.results().get(index), new InclusionProof(index, leaves.size(), path), block.header(),
                block.certificate());
    }

    private List<byte[]> leaves() {
        List<byte[]> known = leafHashes;
        if (known == null) {
            known = new ArrayList<>(block.results().size());
            for (ResultLeaf result : block.results()) {
                known.add(MerkleTree.leafHash(result.encode()));
            }
            leafHashes = known;
        }
        return known;
    }

    /** Bytes of the signed commands, as a measure of what it costs to keep this block. */
    long weight() {
        return 1_024 + block.commands().stream().mapToLong(command -> 3L * command.size()).sum();
    }
}
