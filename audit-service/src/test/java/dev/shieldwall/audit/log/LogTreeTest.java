package dev.shieldwall.audit.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shieldwall.crypto.merkle.CompactTree;
import dev.shieldwall.crypto.merkle.MerkleProofs;
import dev.shieldwall.crypto.merkle.MerkleTree;
import dev.shieldwall.crypto.merkle.TreeHead;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LogTreeTest {

    private static final int MAX_SIZE = 67;
    private static final List<byte[]> LEAVES = IntStream.range(0, MAX_SIZE)
            .mapToObj(i -> MerkleTree.leafHash(ByteBuffer.allocate(4).putInt(i).array()))
            .toList();
    private static final LogTree TREE = new LogTree((level, index) ->
            MerkleTree.rootOfHashes(LEAVES.subList((int) (index << level), (int) ((index + 1) << level))));

    @Test
    void everyInclusionProofOfEverySizeVerifies() throws Exception {
        for (int size = 1; size <= MAX_SIZE; size++) {
            byte[] root = MerkleTree.rootOfHashes(LEAVES.subList(0, size));
            assertThat(TREE.root(size)).isEqualTo(root);
            for (int index = 0; index < size; index++) {
                MerkleProofs.verifyInclusion(LEAVES.get(index), index, size, TREE.inclusion(index, size), root);
            }
        }
    }

    @Test
    void everyConsistencyProofOfEveryPairOfSizesVerifies() throws Exception {
        for (int newer = 0; newer <= MAX_SIZE; newer++) {
            for (int older = 0; older <= newer; older++) {
                MerkleProofs.verifyConsistency(head(older), head(newer), TREE.consistency(older, newer));
            }
        }
    }

    private static TreeHead head(int size) {
        return new TreeHead(size, TREE.root(size));
    }

    @Test
    void theEdgeIsThatOfATreeThatGrewLeafByLeaf() {
        CompactTree grown = CompactTree.empty();
        for (int size = 0; size < MAX_SIZE; size++) {
            assertThat(TREE.edge(size)).isEqualTo(grown);
            grown = grown.append(LEAVES.get(size));
        }
    }

    @Test
    void whatLiesOutsideTheTreeIsRefused() {
        assertThatThrownBy(() -> TREE.inclusion(5, 5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TREE.inclusion(-1, 5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TREE.consistency(6, 5)).isInstanceOf(IllegalArgumentException.class);
    }
}
