package dev.shieldwall.crypto.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MerkleTreeTest {

    private static final int LARGEST = 64;

    private static final List<byte[]> LEAVES = IntStream.range(0, LARGEST)
            .mapToObj(i -> ("leaf " + i).getBytes(StandardCharsets.US_ASCII))
            .toList();
    private static final List<byte[]> HASHES = LEAVES.stream().map(MerkleTree::leafHash).toList();

    @Test
    void theEmptyTreeAndTheEmptyLeafHaveTheHashesOfTheRfc() {
        assertThat(MerkleTree.root(List.of()))
                .asHexString()
                .isEqualToIgnoringCase("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assertThat(MerkleTree.leafHash(new byte[0]))
                .asHexString()
                .isEqualToIgnoringCase("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
    }

    /** The eight leaves and roots that certificate-transparency implementations share. */
    @Test
    void theRootsOfTheKnownEightLeavesAreRight() {
        List<byte[]> leaves = List.of("", "00", "10", "2021", "3031", "40414243", "5051525354555657",
                        "606162636465666768696a6b6c6d6e6f").stream()
                .map(HexFormat.of()::parseHex)
                .toList();
        assertThat(MerkleTree.root(leaves))
                .asHexString()
                .isEqualToIgnoringCase("5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
        assertThat(MerkleTree.root(leaves.subList(0, 3)))
                .asHexString()
                .isEqualToIgnoringCase("aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77");
    }

    @Test
    void rootsAgreeWithTheDefinitionForEverySize() {
        CompactTree compact = CompactTree.empty();
        for (int size = 0; size <= LARGEST; size++) {
            byte[] expected = rootByDefinition(LEAVES.subList(0, size));
            assertThat(MerkleTree.root(LEAVES.subList(0, size))).isEqualTo(expected);
            assertThat(MerkleTree.rootOfHashes(HASHES.subList(0, size))).isEqualTo(expected);
            assertThat(compact.root()).isEqualTo(expected);
            assertThat(compact.size()).isEqualTo(size);
            assertThat(CompactTree.of(compact.size(), compact.hashes())).isEqualTo(compact);
            if (size < LARGEST) {
                compact = compact.append(HASHES.get(size));
            }
        }
    }

    @Test
    void everyInclusionProofVerifiesAndNoChangedOneDoes() throws ProofRejectedException {
        for (int size = 1; size <= LARGEST; size++) {
            byte[] root = rootByDefinition(LEAVES.subList(0, size));
            for (int index = 0; index < size; index++) {
                List<byte[]> path = MerkleTree.inclusionProof(HASHES.subList(0, size), index);
                MerkleProofs.verifyInclusion(HASHES.get(index), index, size, path, root);
                if (size <= 20 || index % 7 == 0) {
                    changedInclusionProofsAreRejected(index, size, path, root);
                }
            }
        }
    }

    private static void changedInclusionProofsAreRejected(int index, int size, List<byte[]> path, byte[] root) {
        byte[] leaf = HASHES.get(index);
        for (List<byte[]> changed : changes(path)) {
            assertRejected(() -> MerkleProofs.verifyInclusion(leaf, index, size, changed, root));
        }
        for (long otherIndex = -1; otherIndex <= size; otherIndex++) {
            if (otherIndex != index) {
                long wrong = otherIndex;
                assertRejected(() -> MerkleProofs.verifyInclusion(leaf, wrong, size, path, root));
            }
        }
        assertRejected(() -> MerkleProofs.verifyInclusion(flip(leaf), index, size, path, root));
        assertRejected(() -> MerkleProofs.verifyInclusion(leaf, index, size, path, flip(root)));
        assertRejected(() -> MerkleProofs.verifyInclusion(new byte[31], index, size, path, root));
        assertRejected(() -> MerkleProofs.verifyInclusion(leaf, index, Long.MIN_VALUE, path, root));
    }

    @Test
    void everyConsistencyProofVerifiesAndNoChangedOneDoes() throws ProofRejectedException {
        for (int newer = 0; newer <= LARGEST; newer++) {
            for (int older = 0; older <= newer; older++) {
                var oldHead = new TreeHead(older, rootByDefinition(LEAVES.subList(0, older)));
                var newHead = new TreeHead(newer, rootByDefinition(LEAVES.subList(0, newer)));
                List<byte[]> path = MerkleTree.consistencyProof(HASHES.subList(0, newer), older);
                MerkleProofs.verifyConsistency(oldHead, newHead, path);
                for (List<byte[]> changed : changes(path)) {
                    assertRejected(() -> MerkleProofs.verifyConsistency(oldHead, newHead, changed));
                }
                assertRejected(() -> MerkleProofs.verifyConsistency(changed(oldHead), newHead, path));
                if (older > 0) {
                    assertRejected(() -> MerkleProofs.verifyConsistency(oldHead, changed(newHead), path));
                }
                if (older != newer) {
                    assertRejected(() -> MerkleProofs.verifyConsistency(newHead, oldHead, path));
                }
            }
        }
    }

    @Test
    void aProofForOneOldSizeProvesNoOther() {
        for (int newer = 2; newer <= 24; newer++) {
            var newHead = new TreeHead(newer, rootByDefinition(LEAVES.subList(0, newer)));
            for (int older = 1; older < newer; older++) {
                List<byte[]> path = MerkleTree.consistencyProof(HASHES.subList(0, newer), older);
                for (int claimed = 1; claimed < newer; claimed++) {
                    if (claimed != older) {
                        // The root of the proven size under another size.
                        var lie = new TreeHead(claimed, rootByDefinition(LEAVES.subList(0, older)));
                        assertRejected(() -> MerkleProofs.verifyConsistency(lie, newHead, path));
                    }
                }
            }
        }
    }

    @Test
    void hugeSizesAndLongPathsAreRejectedWithoutOverflow() {
        List<byte[]> path = IntStream.range(0, 70).mapToObj(_ -> new byte[32]).toList();
        var huge = new TreeHead(Long.MAX_VALUE, new byte[32]);
        assertRejected(() -> MerkleProofs.verifyInclusion(new byte[32], Long.MAX_VALUE - 1, Long.MAX_VALUE, path, new byte[32]));
        assertRejected(() -> MerkleProofs.verifyConsistency(new TreeHead(Long.MAX_VALUE - 1, new byte[32]), huge, path));
    }

    @Test
    void aNodeIsNotALeaf() {
        byte[] content = new byte[64];
        System.arraycopy(HASHES.get(0), 0, content, 0, 32);
        System.arraycopy(HASHES.get(1), 0, content, 32, 32);
        assertThat(MerkleTree.leafHash(content)).isNotEqualTo(MerkleTree.nodeHash(HASHES.get(0), HASHES.get(1)));
    }

    @Test
    void aCompactTreeNeedsOneHashForEachSetBitOfItsSize() {
        assertThatIllegalArgumentException().isThrownBy(() -> CompactTree.of(3, HASHES.subList(0, 1)));
        assertThatIllegalArgumentException().isThrownBy(() -> CompactTree.of(3, HASHES.subList(0, 3)));
        assertThatIllegalArgumentException().isThrownBy(() -> CompactTree.of(-1, List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> CompactTree.of(1, List.of(new byte[31])));
        assertThatCode(() -> CompactTree.of(3, HASHES.subList(0, 2))).doesNotThrowAnyException();
    }

    @Test
    void aLeafCompletesEachFullSubtreeThatEndsWithIt() {
        CompactTree tree = CompactTree.empty();
        for (int size = 1; size <= LARGEST; size++) {
            List<byte[]> completed = tree.completedBy(HASHES.get(size - 1));
            assertThat(completed).hasSize(Integer.numberOfTrailingZeros(size) + 1);
            for (int height = 0; height < completed.size(); height++) {
                assertThat(completed.get(height)).isEqualTo(rootByDefinition(LEAVES.subList(size - (1 << height), size)));
            }
            tree = tree.append(HASHES.get(size - 1));
        }
    }

    @Test
    void aCompactTreeSharesNoArrayWithItsCallers() {
        byte[] leaf = HASHES.get(0).clone();
        CompactTree tree = CompactTree.empty().append(leaf);
        byte[] root = tree.root();
        leaf[0] ^= 1;
        tree.root()[0] ^= 1;
        tree.hashes().get(0)[0] ^= 1;
        tree.completedBy(HASHES.get(1)).forEach(node -> node[0] ^= 1);
        assertThat(tree.root()).isEqualTo(root);
    }

    @Test
    void indexesAndSizesOutsideTheTreeAreRefused() {
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> MerkleTree.inclusionProof(HASHES, LARGEST));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> MerkleTree.inclusionProof(HASHES, -1));
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> MerkleTree.consistencyProof(HASHES, LARGEST + 1));
        assertThatIllegalArgumentException().isThrownBy(() -> MerkleTree.rootOfHashes(List.of(new byte[33])));
    }

    /** RFC 6962 section 2.1, word for word, with a digest of its own. */
    private static byte[] rootByDefinition(List<byte[]> leaves) {
        int n = leaves.size();
        if (n == 0) {
            return sha256(new byte[0]);
        }
        if (n == 1) {
            return sha256(new byte[] {0}, leaves.get(0));
        }
        int k = 1;
        while (2 * k < n) {
            k *= 2;
        }
        return sha256(new byte[] {1}, rootByDefinition(leaves.subList(0, k)), rootByDefinition(leaves.subList(k, n)));
    }

    private static byte[] sha256(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** One bit of each hash flipped, each hash left out, one added at either end, neighbours exchanged. */
    private static List<List<byte[]>> changes(List<byte[]> path) {
        List<List<byte[]>> changes = new ArrayList<>();
        for (int i = 0; i < path.size(); i++) {
            List<byte[]> flipped = new ArrayList<>(path);
            flipped.set(i, flip(path.get(i)));
            changes.add(flipped);
            List<byte[]> shorter = new ArrayList<>(path);
            shorter.remove(i);
            changes.add(shorter);
            List<byte[]> cut = new ArrayList<>(path);
            cut.set(i, new byte[31]);
            changes.add(cut);
            if (i > 0) {
                List<byte[]> exchanged = new ArrayList<>(path);
                exchanged.set(i, path.get(i - 1));
                exchanged.set(i - 1, path.get(i));
                changes.add(exchanged);
            }
        }
        List<byte[]> longer = new ArrayList<>(path);
        longer.add(new byte[32]);
        changes.add(longer);
        List<byte[]> before = new ArrayList<>(path);
        before.addFirst(new byte[32]);
        changes.add(before);
        return changes;
    }

    private static byte[] flip(byte[] hash) {
        byte[] flipped = hash.clone();
        flipped[17] ^= 4;
        return flipped;
    }

    private static TreeHead changed(TreeHead head) {
        return new TreeHead(head.size(), flip(head.root()));
    }

    private static void assertRejected(org.assertj.core.api.ThrowableAssert.ThrowingCallable verification) {
        assertThatExceptionOfType(ProofRejectedException.class).isThrownBy(verification);
    }
}
