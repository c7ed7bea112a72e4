package dev.shieldwall.crypto.merkle;

import dev.shieldwall.crypto.hash.Sha256;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The Merkle tree of RFC 6962 section 2.1 (RFC 9162 section 2.1) over SHA-256. Leaves and inner nodes are hashed with
 * different first bytes, so a node can never be passed off as a leaf.
 *
 * <p>{@link #root} takes the leaves' contents; everything else takes leaf hashes made by {@link #leafHash}.
 */
public final class MerkleTree {

    private static final byte[] LEAF = {0};
    private static final byte[] NODE = {1};

    private MerkleTree() {}

    public static byte[] leafHash(byte[] leaf) {
        return Sha256.hash(LEAF, leaf);
    }

    public static byte[] nodeHash(byte[] left, byte[] right) {
        requireHash(left);
        requireHash(right);
        return Sha256.hash(NODE, left, right);
    }

    /** Root over the leaves' contents; SHA-256 of nothing when there are none. */
    public static byte[] root(List<byte[]> leaves) {
        return rootOfHashes(leaves.stream().map(MerkleTree::leafHash).toList());
    }

    /** Root over leaf hashes. */
    public static byte[] rootOfHashes(List<byte[]> leafHashes) {
        leafHashes.forEach(MerkleTree::requireHash);
        return leafHashes.isEmpty() ? Sha256.hash() : subtree(leafHashes).clone();
    }

    /**
     * Proof that the leaf at an index belongs to the tree, sibling of the leaf first (RFC 9162 section 2.1.3.1).
     *
     * @param index 0 to size - 1
     */
    public static List<byte[]> inclusionProof(List<byte[]> leafHashes, int index) {
        Objects.checkIndex(index, leafHashes.size());
        leafHashes.forEach(MerkleTree::requireHash);
        List<byte[]> path = new ArrayList<>();
        List<byte[]> tree = leafHashes;
        int position = index;
        while (tree.size() > 1) {
            int split = split(tree.size());
            List<byte[]> left = tree.subList(0, split);
            List<byte[]> right = tree.subList(split, tree.size());
            boolean inLeft = position < split;
            path.add(subtree(inLeft ? right : left).clone());
            tree = inLeft ? left : right;
            position = inLeft ? position : position - split;
        }
        return List.copyOf(path.reversed());
    }

    /**
     * Proof that the tree begins with the tree of its first leaves (RFC 9162 section 2.1.4.1). Empty when that tree is
     * empty or the whole.
     *
     * @param firstSize size of the older tree, 0 to size
     */
    public static List<byte[]> consistencyProof(List<byte[]> leafHashes, int firstSize) {
        Objects.checkIndex(firstSize, leafHashes.size() + 1);
        leafHashes.forEach(MerkleTree::requireHash);
        List<byte[]> path = new ArrayList<>();
        List<byte[]> tree = leafHashes;
        int old = firstSize;
        boolean oldRootIsKnown = true;
        while (old > 0 && old < tree.size()) {
            int split = split(tree.size());
            List<byte[]> left = tree.subList(0, split);
            List<byte[]> right = tree.subList(split, tree.size());
            if (old <= split) {
                path.add(subtree(right).clone());
                tree = left;
            } else {
                path.add(subtree(left).clone());
                tree = right;
                old -= split;
                oldRootIsKnown = false;
            }
        }
        if (!oldRootIsKnown) {
            path.add(subtree(tree).clone());
        }
        return List.copyOf(path.reversed());
    }

    /** Root of a non-empty list; recursion depth is the tree's height, at most 31. */
    private static byte[] subtree(List<byte[]> leafHashes) {
        if (leafHashes.size() == 1) {
            return leafHashes.getFirst();
        }
        int split = split(leafHashes.size());
        return nodeHash(subtree(leafHashes.subList(0, split)), subtree(leafHashes.subList(split, leafHashes.size())));
    }

    /** The largest power of two below size. */
    private static int split(int size) {
        return Integer.highestOneBit(size - 1);
    }

    static void requireHash(byte[] hash) {
        if (hash.length != Sha256.BYTES) {
            throw new IllegalArgumentException("a node hash has " + Sha256.BYTES + " bytes, not " + hash.length);
        }
    }
}
