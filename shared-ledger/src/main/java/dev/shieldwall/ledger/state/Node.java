package dev.shieldwall.ledger.state;

import dev.shieldwall.crypto.hash.Sha256;
import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.proof.StateTree;
import org.jspecify.annotations.Nullable;

/**
 * A subtree that is not empty. The state has millions of nodes: hashes and keys are four longs rather than objects of
 * their own, and a leaf keeps no hash but computes it again when its neighbour changes.
 */
abstract sealed class Node {

    static Hash hashOf(@Nullable Node node) {
        byte[] hash = new byte[Hash.BYTES];
        writeHash(node, hash, 0);
        return new Hash(Bytes.wrap(hash));
    }

    private static void writeHash(@Nullable Node node, byte[] target, int offset) {
        switch (node) {
            case null -> System.arraycopy(StateTree.EMPTY.unsafeArray(), 0, target, offset, Hash.BYTES);
            case Leaf leaf -> System.arraycopy(leaf.digest(), 0, target, offset, Hash.BYTES);
            case Inner inner -> inner.writeHash(target, offset);
        }
    }

    /** At least two entries. */
    static final class Inner extends Node {

        final @Nullable Node left;
        final @Nullable Node right;
        private final long hash0;
        private final long hash1;
        private final long hash2;
        private final long hash3;

        Inner(@Nullable Node left, @Nullable Node right) {
            this.left = left;
            this.right = right;
            byte[] hash = digest(left, right);
            hash0 = Words.read(hash, 0);
            hash1 = Words.read(hash, 1);
            hash2 = Words.read(hash, 2);
            hash3 = Words.read(hash, 3);
        }

        private static byte[] digest(@Nullable Node left, @Nullable Node right) {
            byte[] hashed = new byte[1 + 2 * Hash.BYTES];
            hashed[0] = StateTree.INNER;
            Node.writeHash(left, hashed, 1);
            Node.writeHash(right, hashed, 1 + Hash.BYTES);
            return Sha256.hash(hashed);
        }

        private void writeHash(byte[] target, int offset) {
            Words.write(target, offset, hash0);
            Words.write(target, offset + Long.BYTES, hash1);
            Words.write(target, offset + 2 * Long.BYTES, hash2);
            Words.write(target, offset + 3 * Long.BYTES, hash3);
        }
    }

    /** One entry. */
    static final class Leaf extends Node {

        private static final byte[] LEAF = {StateTree.LEAF};

        private final long key0;
        private final long key1;
        private final long key2;
        private final long key3;
        private final byte[] value;
        /** The value as an object once somebody asked for it; immutable, so that a race costs a second decoding only. */
        @Nullable Object decoded;

        Leaf(Hash key, Bytes value) {
            byte[] keyBytes = key.unsafeArray();
            this.key0 = Words.read(keyBytes, 0);
            this.key1 = Words.read(keyBytes, 1);
            this.key2 = Words.read(keyBytes, 2);
            this.key3 = Words.read(keyBytes, 3);
            this.value = value.unsafeArray();
        }

        private byte[] digest() {
            return Sha256.hash(LEAF, key().unsafeArray(), Sha256.hash(value));
        }

        boolean hasKey(Hash key) {
            byte[] bytes = key.unsafeArray();
            return key0 == Words.read(bytes, 0)
                    && key1 == Words.read(bytes, 1)
                    && key2 == Words.read(bytes, 2)
                    && key3 == Words.read(bytes, 3);
        }

        boolean isRight(int depth) {
            long high = depth < Long.SIZE ? key0 : key1;
            long low = depth < 3 * Long.SIZE ? key2 : key3;
            long word = depth < 2 * Long.SIZE ? high : low;
            return (word >>> (Long.SIZE - 1 - depth % Long.SIZE) & 1) == 1;
        }

        Hash key() {
            byte[] key = new byte[Hash.BYTES];
            Words.write(key, 0, key0);
            Words.write(key, Long.BYTES, key1);
            Words.write(key, 2 * Long.BYTES, key2);
            Words.write(key, 3 * Long.BYTES, key3);
            return new Hash(Bytes.wrap(key));
        }

        Bytes value() {
            return Bytes.wrap(value);
        }
    }
}
