package dev.shieldwall.crypto.merkle;

import dev.shieldwall.crypto.hash.Sha256;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An RFC 6962 tree reduced to what appending needs: its size and the roots of the full subtrees along its right edge,
 * largest first; one per set bit of the size. Appending and the root cost O(log size).
 *
 * <p>Immutable and thread-safe.
 */
public final class CompactTree {

    private static final CompactTree EMPTY = new CompactTree(0, List.of());

    private final long size;
    private final List<byte[]> hashes;

    private CompactTree(long size, List<byte[]> hashes) {
        this.size = size;
        this.hashes = hashes;
    }

    public static CompactTree empty() {
        return EMPTY;
    }

    /** Restores a tree from {@link #size} and {@link #hashes}; one 32-byte hash per set bit of the size. */
    public static CompactTree of(long size, List<byte[]> hashes) {
        if (size < 0 || hashes.size() != Long.bitCount(size)) {
            throw new IllegalArgumentException("a compact tree of size " + size + " cannot have " + hashes.size() + " hashes");
        }
        hashes.forEach(MerkleTree::requireHash);
        return new CompactTree(size, copyOf(hashes));
    }

    /** Returns the tree with one more leaf, given by {@link MerkleTree#leafHash}. */
    public CompactTree append(byte[] leafHash) {
        List<byte[]> completed = completedBy(leafHash);
        List<byte[]> edge = new ArrayList<>(hashes.subList(0, hashes.size() - completed.size() + 1));
        edge.add(completed.getLast());
        return new CompactTree(size + 1, List.copyOf(edge));
    }

    /** Roots of the full subtrees that one more leaf completes, the leaf itself first: the h-th is that of 2^h leaves. */
    public List<byte[]> completedBy(byte[] leafHash) {
        MerkleTree.requireHash(leafHash);
        var nodes = new ArrayList<byte[]>();
        nodes.add(leafHash.clone());
        // Each set bit at the low end of the size is a full subtree as large as the one just completed.
        for (int height = 1; height <= Long.numberOfTrailingZeros(Math.addExact(size, 1)); height++) {
            nodes.add(MerkleTree.nodeHash(hashes.get(hashes.size() - height), nodes.getLast()));
        }
        return nodes;
    }

    public long size() {
        return size;
    }

    /** The tree's root; SHA-256 of nothing when it is empty. */
    public byte[] root() {
        if (hashes.isEmpty()) {
            return Sha256.hash();
        }
        byte[] root = hashes.getLast();
        for (int i = hashes.size() - 2; i >= 0; i--) {
            root = MerkleTree.nodeHash(hashes.get(i), root);
        }
        return root.clone();
    }

    /** Roots of the full subtrees along the right edge, largest first. */
    public List<byte[]> hashes() {
        return copyOf(hashes);
    }

    private static List<byte[]> copyOf(List<byte[]> hashes) {
        return hashes.stream().map(byte[]::clone).toList();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CompactTree that
                && size == that.size
                && Arrays.deepEquals(hashes.toArray(), that.hashes.toArray());
    }

    @Override
    public int hashCode() {
        return Long.hashCode(size) * 31 + Arrays.deepHashCode(hashes.toArray());
    }

    @Override
    public String toString() {
        return "CompactTree[size " + size + "]";
    }
}
