package dev.shieldwall.model.block;

import dev.shieldwall.crypto.merkle.MerkleTree;
import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.codec.CborCodec;
import dev.shieldwall.model.codec.Hash;
import java.util.List;

/** A header and the signed commands under its batchRoot: what a primary proposes. */
public record Block(BlockHeader header, List<Bytes> commands) {

    public static final CborCodec<Block> CODEC = CborCodec.of(Block.class);

    public Block {
        commands = List.copyOf(commands);
    }

    /** RFC 6962 root over the signed commands. */
    public static Hash batchRoot(List<Bytes> commands) {
        return Hash.of(MerkleTree.root(commands.stream().map(Bytes::unsafeArray).toList()));
    }

    /** RFC 6962 root over {@link ResultLeaf#leafBytes}. */
    public static Hash resultsRoot(List<ResultLeaf> results) {
        return Hash.of(MerkleTree.rootOfHashes(resultLeafHashes(results)));
    }

    /** RFC 6962 leaf hashes of {@link ResultLeaf#leafBytes}, from which the inclusion proofs of receipts are made. */
    public static List<byte[]> resultLeafHashes(List<ResultLeaf> results) {
        return results.stream()
                .map(result -> MerkleTree.leafHash(result.leafBytes(results.size())))
                .toList();
    }
}
