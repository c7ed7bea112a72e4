package dev.shieldwall.crypto.merkle;

import dev.shieldwall.crypto.hash.Sha256;
import java.util.Arrays;
import java.util.List;

/**
 * Verifiers of Merkle proofs from strangers, iterative as in RFC 9162 sections 2.1.3.2 and 2.1.4.2. They never throw
 * anything but {@link ProofRejectedException} and do no more hashing than the tree is high.
 */
public final class MerkleProofs {

    private MerkleProofs() {}

    /** Returns normally if the leaf hash is at the index of the tree with this size and root. */
    public static void verifyInclusion(byte[] leafHash, long index, long size, List<byte[]> path, byte[] root)
            throws ProofRejectedException {
        requireHashes(path, leafHash, root);
        if (index < 0 || index >= size) {
            throw new ProofRejectedException("index " + index + " is outside a tree of " + size);
        }
        long position = index;
        long last = size - 1;
        byte[] hash = leafHash;
        for (byte[] sibling : path) {
            if (last == 0) {
                throw new ProofRejectedException("the path is too long");
            }
            if ((position & 1) == 1 || position == last) {
                hash = MerkleTree.nodeHash(sibling, hash);
                // A right edge without a sibling on this level moves up unhashed.
                int levels = Long.numberOfTrailingZeros(position);
                position >>>= levels;
                last >>>= levels;
            } else {
                hash = MerkleTree.nodeHash(hash, sibling);
            }
            position >>>= 1;
            last >>>= 1;
        }
        requireEnd(last);
        requireRoot(hash, root);
    }

    /**
     * Returns normally if the newer tree begins with the older one. An empty older tree begins every tree; equal sizes
     * need equal roots; both have an empty path.
     */
    public static void verifyConsistency(TreeHead older, TreeHead newer, List<byte[]> path) throws ProofRejectedException {
        requireHashes(path, older.root(), newer.root());
        if (older.size() > newer.size()) {
            throw new ProofRejectedException("the older tree is larger");
        }
        if (older.size() == 0 || older.size() == newer.size()) {
            verifyTrivial(older, newer, path);
            return;
        }
        long position = older.size() - 1;
        long last = newer.size() - 1;
        int levels = Long.numberOfTrailingZeros(older.size());
        position >>>= levels;
        last >>>= levels;
        // A full older tree is itself the first node; otherwise the path brings it.
        boolean full = position == 0;
        if (!full && path.isEmpty()) {
            throw new ProofRejectedException("the path is too short");
        }
        byte[] start = full ? older.root() : path.getFirst();
        climb(new Climb(position, last, start, start), full ? path : path.subList(1, path.size()), older, newer);
    }

    @SuppressWarnings("ArrayRecordComponent") // carries arrays between private methods; never compared
    private record Climb(long position, long last, byte[] older, byte[] newer) {}

    private static void climb(Climb start, List<byte[]> path, TreeHead older, TreeHead newer)
            throws ProofRejectedException {
        long position = start.position();
        long last = start.last();
        byte[] olderHash = start.older();
        byte[] newerHash = start.newer();
        for (byte[] sibling : path) {
            if (last == 0) {
                throw new ProofRejectedException("the path is too long");
            }
            if ((position & 1) == 1 || position == last) {
                olderHash = MerkleTree.nodeHash(sibling, olderHash);
                newerHash = MerkleTree.nodeHash(sibling, newerHash);
                int levels = Long.numberOfTrailingZeros(position);
                position >>>= levels;
                last >>>= levels;
            } else {
                newerHash = MerkleTree.nodeHash(newerHash, sibling);
            }
            position >>>= 1;
            last >>>= 1;
        }
        requireEnd(last);
        requireRoot(olderHash, older.root());
        requireRoot(newerHash, newer.root());
    }

    private static void verifyTrivial(TreeHead older, TreeHead newer, List<byte[]> path) throws ProofRejectedException {
        if (!path.isEmpty()) {
            throw new ProofRejectedException("the path is too long");
        }
        if (older.size() == newer.size()) {
            requireRoot(older.root(), newer.root());
        }
        if (older.size() == 0) {
            requireRoot(Sha256.hash(), older.root());
        }
    }

    private static void requireHashes(List<byte[]> path, byte[] first, byte[] second) throws ProofRejectedException {
        boolean allHashes = first.length == Sha256.BYTES
                && second.length == Sha256.BYTES
                && path.stream().allMatch(hash -> hash.length == Sha256.BYTES);
        if (!allHashes) {
            throw new ProofRejectedException("a hash has " + Sha256.BYTES + " bytes");
        }
    }

    private static void requireEnd(long last) throws ProofRejectedException {
        if (last != 0) {
            throw new ProofRejectedException("the path is too short");
        }
    }

    private static void requireRoot(byte[] computed, byte[] expected) throws ProofRejectedException {
        if (!Arrays.equals(computed, expected)) {
            throw new ProofRejectedException("the path leads to another root");
        }
    }
}
