package dev.shieldwall.model.receipt;

import dev.shieldwall.crypto.merkle.MerkleTree;
import dev.shieldwall.model.block.Block;
import dev.shieldwall.model.block.BlockHeader;
import dev.shieldwall.model.block.CertifiedBlock;
import dev.shieldwall.model.block.QuorumCertificate;
import dev.shieldwall.model.block.ResultLeaf;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.codec.JsonCodec;
import dev.shieldwall.model.codec.MalformedException;
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
        return of(block, Block.resultLeafHashes(block.results()), index);
    }

    /** As above, for who makes many of one block: {@code leafHashes} are {@link Block#resultLeafHashes} of its results. */
    public static Receipt of(CertifiedBlock block, List<byte[]> leafHashes, int index) {
        List<Hash> path = MerkleTree.inclusionProof(leafHashes, index).stream().map(Hash::of).toList();
        return new Receipt(block.results().get(index), new InclusionProof(index, leafHashes.size(), path),
                block.header(), block.certificate());
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
