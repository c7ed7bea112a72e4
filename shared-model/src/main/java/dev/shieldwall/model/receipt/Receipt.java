package dev.shieldwall.model.receipt;

import dev.shieldwall.crypto.merkle.MerkleTree;
import dev.shieldwall.model.block.BlockHeader;
import dev.shieldwall.model.block.CertifiedBlock;
import dev.shieldwall.model.block.QuorumCertificate;
import dev.shieldwall.model.block.ResultLeaf;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.codec.JsonCodec;
import dev.shieldwall.model.codec.MalformedException;
import java.util.ArrayList;
import java.util.List;

/**
 * The proof of one decision: the result, its place under resultsRoot, the header, and the certificate over it.
 * There is one encoding; bytes that do not re-encode to themselves are no receipt, a trailing newline included.
 */
public record Receipt(ResultLeaf result, InclusionProof proof, BlockHeader header, QuorumCertificate certificate) {

    public static final JsonCodec<Receipt> CODEC = JsonCodec.of(Receipt.class);
    /** Longest receipt that is read: a result with its events, 64 signatures, paths. */
    public static final int MAX_BYTES = 262_144;

    /** The receipt of result {@code index} of a block. */
    public static Receipt of(CertifiedBlock block, int index) {
        var leaves = new ArrayList<byte[]>();
        for (ResultLeaf result : block.results()) {
            leaves.add(MerkleTree.leafHash(result.leafBytes(block.results().size())));
        }
        List<Hash> path = MerkleTree.inclusionProof(leaves, index).stream().map(Hash::of).toList();
        return new Receipt(block.results().get(index), new InclusionProof(index, leaves.size(), path), block.header(),
                block.certificate());
    }

    public static Receipt parse(byte[] json) throws MalformedException {
        if (json.length > MAX_BYTES) {
            throw new MalformedException("longer than a receipt can be");
        }
        return CODEC.decodeCanonical(json);
    }

    public byte[] toJson() {
        return CODEC.encode(this);
    }
}
