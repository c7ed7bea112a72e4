package dev.shieldwall.model.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.shieldwall.model.Samples;
import dev.shieldwall.model.TestMesh;
import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.codec.Hash;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuorumsTest {

    static IntStream sizes() {
        return IntStream.rangeClosed(ReplicaSet.MIN_REPLICAS, ReplicaSet.MAX_REPLICAS);
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void twoQuorumsShareAnHonestReplica(int n) {
        int shared = 2 * Quorums.quorum(n) - n;
        assertThat(shared).isGreaterThanOrEqualTo(Quorums.faults(n) + 1);
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void theHonestReplicasAloneAreAQuorum(int n) {
        assertThat(n - Quorums.faults(n)).isGreaterThanOrEqualTo(Quorums.quorum(n));
    }

    /** At 3f+1, the sizes that bear the most faults; sizes between may spare a vote (n = 6 would do with 4). */
    @ParameterizedTest
    @ValueSource(ints = {4, 7, 10, 13, 31, 64})
    void noSmallerQuorumWouldDo(int n) {
        int smaller = 2 * (Quorums.quorum(n) - 1) - n;
        assertThat(smaller).isLessThan(Quorums.faults(n) + 1);
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void moreThanTwoThirdsDecideAndFewerThanAThirdAreFaulty(int n) {
        assertThat(3 * Quorums.quorum(n)).isGreaterThan(2 * n);
        assertThat(3 * Quorums.faults(n)).isLessThan(n);
        assertThat(3 * (Quorums.faults(n) + 1)).isGreaterThanOrEqualTo(n);
    }

    @ParameterizedTest
    @CsvSource({"4, 1, 3", "5, 1, 4", "6, 1, 5", "7, 2, 5", "10, 3, 7", "31, 10, 21", "64, 21, 43"})
    void knownValues(int n, int faults, int quorum) {
        assertThat(Quorums.faults(n)).isEqualTo(faults);
        assertThat(Quorums.quorum(n)).isEqualTo(quorum);
    }

    private static List<Replica> replicas(int n) {
        return new ArrayList<>(TestMesh.of(4).genesis().replicaSet().replicas().subList(0, Math.min(n, 4)));
    }

    private static Replica made(int index, int voteKey, int tlsKey, int cosignerKey) {
        return new Replica(
                index, Samples.filled(32, voteKey), new Hash(Samples.filled(32, tlsKey)),
                Samples.filled(32, cosignerKey), Samples.filled(64, 0));
    }

    @Test
    void aSetHas4To64Replicas() {
        var many = new ArrayList<Replica>();
        for (int i = 0; i < 64; i++) {
            many.add(made(i, i, 64 + i, 128 + i));
        }
        assertThat(new ReplicaSet(0, many).quorum()).isEqualTo(43);
        assertThat(new ReplicaSet(0, many.subList(0, 4)).faults()).isEqualTo(1);
        assertThatIllegalArgumentException().isThrownBy(() -> new ReplicaSet(0, many.subList(0, 3)));
        assertThatIllegalArgumentException().isThrownBy(() -> made(64, 200, 201, 202));
        many.add(many.getFirst());
        assertThatIllegalArgumentException().isThrownBy(() -> new ReplicaSet(0, many));
    }

    @Test
    void replicasStandInTheOrderOfTheirIndex() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ReplicaSet(0, replicas(4).reversed()));
        assertThatIllegalArgumentException().isThrownBy(() -> new ReplicaSet(-1, replicas(4)));
    }

    @Test
    void noTwoReplicasShareAKey() {
        var set = List.of(made(0, 0, 10, 20), made(1, 1, 11, 21), made(2, 2, 12, 22));
        List<Replica> clashing = List.of(
                made(3, 0, 13, 23), made(3, 3, 10, 23), made(3, 3, 13, 20), made(3, 20, 13, 23), made(3, 3, 13, 0),
                made(3, 3, 13, 3));
        for (Replica last : clashing) {
            var replicas = new ArrayList<>(set);
            replicas.add(last);
            assertThatIllegalArgumentException().isThrownBy(() -> new ReplicaSet(0, replicas));
        }
    }

    @Test
    void keysAndSignaturesHaveTheirLengths() {
        Bytes key = Samples.filled(32, 1);
        Bytes signature = Samples.filled(64, 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Replica(0, Samples.filled(31, 1), Hash.ZERO, key, signature));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Replica(0, key, Hash.ZERO, Samples.filled(33, 1), signature));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Replica(0, key, Hash.ZERO, key, Samples.filled(63, 1)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Replica(-1, key, Hash.ZERO, key, signature));
        assertThatIllegalArgumentException().isThrownBy(() -> new Hash(Samples.filled(31, 1)));
    }

    @Test
    void theHashOfASetCoversEveryPart() {
        ReplicaSet set = TestMesh.of(4).genesis().replicaSet();
        assertThat(new ReplicaSet(1, set.replicas()).hash()).isNotEqualTo(set.hash());
        assertThat(TestMesh.another(4).genesis().replicaSet().hash()).isNotEqualTo(set.hash());
        assertThat(new ReplicaSet(0, set.replicas()).hash()).isEqualTo(set.hash());
    }
}
