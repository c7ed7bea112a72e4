package dev.shieldwall.audit.log;

import dev.shieldwall.crypto.merkle.CompactTree;
import dev.shieldwall.crypto.merkle.MerkleTree;
import java.util.ArrayList;
import java.util.List;

/**
 * Roots and proofs of an RFC 6962 tree that is too large to read whole: every answer is put together from a few full
 * subtrees (RFC 9162 sections 2.1.3.1 and 2.1.4.1).
 */
final class LogTree {

    /** Gives the root of the full subtree of 2^level leaves that starts at leaf index * 2^level. */
    interface Subtrees {
        byte[] root(int level, long index);
    }

    private final Subtrees subtrees;

    LogTree(Subtrees subtrees) {
        this.subtrees = subtrees;
    }

    /** Path from leaf {@code index} to the root of the first {@code size} leaves, the leaf's sibling first. */
    List<byte[]> inclusion(long index, long size) {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("the leaf lies outside the tree");
        }
        var path = new ArrayList<byte[]>();
        long start = 0;
        long length = size;
        while (length > 1) {
            long split = split(length);
            if (index < start + split) {
                path.add(range(start + split, length - split));
                length = split;
            } else {
                path.add(range(start, split));
                start += split;
                length -= split;
            }
        }
        return List.copyOf(path.reversed());
    }

    /** Proof that the tree of {@code second} leaves begins with the tree of {@code first}. */
    List<byte[]> consistency(long first, long second) {
        if (first < 0 || first > second) {
            throw new IllegalArgumentException("the older tree is larger");
        }
        if (first == 0 || first == second) {
            return List.of();
        }
        var path = new ArrayList<byte[]>();
        long start = 0;
        long length = second;
        boolean whole = true;
        while (start + length != first) {
            long split = split(length);
            if (first <= start + split) {
                path.add(range(start + split, length - split));
                length = split;
            } else {
                path.add(range(start, split));
                start += split;
                length -= split;
                whole = false;
            }
        }
        if (!whole) {
            path.add(range(start, length));
        }
        return List.copyOf(path.reversed());
    }

    /** Root of the first {@code size} leaves; SHA-256 of nothing for none. */
    byte[] root(long size) {
        return size == 0 ? CompactTree.empty().root() : range(0, size);
    }

    /** The tree of the first {@code size} leaves, reduced to what appending needs. */
    CompactTree edge(long size) {
        var hashes = new ArrayList<byte[]>();
        long start = 0;
        for (long rest = size; rest > 0; ) {
            long block = Long.highestOneBit(rest);
            hashes.add(range(start, block));
            start += block;
            rest -= block;
        }
        return CompactTree.of(size, hashes);
    }

    private byte[] range(long start, long length) {
        if (Long.bitCount(length) == 1) {
            int level = Long.numberOfTrailingZeros(length);
            return subtrees.root(level, start >>> level);
        }
        long split = split(length);
        return MerkleTree.nodeHash(range(start, split), range(start + split, length - split));
    }

    /** The largest power of two below {@code length}. */
    private static long split(long length) {
        return Long.highestOneBit(length - 1);
    }
}
