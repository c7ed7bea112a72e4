package dev.shieldwall.model.proof;

import dev.shieldwall.model.codec.Hash;

/**
 * The shape and the hashes of the state tree: a binary trie over 256-bit keys in which a subtree of one entry is that
 * entry's leaf and nothing more (the collapsing of Jellyfish Merkle trees, without their wider nodes). One set of
 * entries has one tree, in whatever order it was made.
 *
 * <p>The first hashed byte tells leaf, inner node and empty subtree apart from each other and from the nodes of
 * RFC 6962 trees, which begin with 0 and 1.
 */
public final class StateTree {

    /** First byte of a hashed leaf: 2, key, SHA-256 of the value. */
    public static final byte LEAF = 2;
    /** First byte of a hashed inner node: 3, hash of the left subtree (next key bit 0), hash of the right one. */
    public static final byte INNER = 3;
    /** Hash of a subtree without entries. */
    public static final Hash EMPTY = Hash.sha256(new byte[] {4});
    /** Keys have as many bits; no path is longer. */
    public static final int MAX_DEPTH = Hash.BYTES * Byte.SIZE;

    private static final byte[] LEAF_PREFIX = {LEAF};
    private static final byte[] INNER_PREFIX = {INNER};

    private StateTree() {}

    public static Hash leafHash(Hash key, Hash valueHash) {
        return Hash.sha256(LEAF_PREFIX, key.unsafeArray(), valueHash.unsafeArray());
    }

    public static Hash innerHash(Hash left, Hash right) {
        return Hash.sha256(INNER_PREFIX, left.unsafeArray(), right.unsafeArray());
    }

    /** Whether {@code key} lies in the right subtree of a node at {@code depth}: its bit there, highest first, is 1. */
    public static boolean isRight(Hash key, int depth) {
        return (key.unsafeArray()[depth / Byte.SIZE] >> (Byte.SIZE - 1 - depth % Byte.SIZE) & 1) == 1;
    }

    /** Whether the first {@code bits} bits of both keys are equal. */
    public static boolean samePrefix(Hash one, Hash other, int bits) {
        for (int depth = 0; depth < bits; depth++) {
            if (isRight(one, depth) != isRight(other, depth)) {
                return false;
            }
        }
        return true;
    }
}
