package dev.shieldwall.ledger.state;

import dev.shieldwall.model.proof.StateEntry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shieldwall.crypto.merkle.MerkleTree;
import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.codec.CborCodec;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.proof.StateKey;
import dev.shieldwall.model.proof.StateProof;
import dev.shieldwall.model.proof.StateProofRejectedException;
import dev.shieldwall.model.proof.StateTree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The map against a sorted map, its root against a slow recomputation, its proofs against tampering. */
class StateMapTest {

    private record Text(String text) {}

    private static final CborCodec<Text> TEXT = CborCodec.of(Text.class);

    private static StateKey<Text> key(int number) {
        return StateKey.of("test", TEXT, Integer.toString(number).getBytes(StandardCharsets.US_ASCII));
    }

    private static Bytes value(String text) {
        return Bytes.wrap(TEXT.encode(new Text(text)));
    }

    /** The definition, without sharing or collapsing tricks: all entries, bit by bit. */
    private static Hash slowRoot(List<Map.Entry<Hash, Bytes>> entries, int depth) {
        if (entries.isEmpty()) {
            return StateTree.EMPTY;
        }
        if (entries.size() == 1) {
            Map.Entry<Hash, Bytes> only = entries.getFirst();
            return StateTree.leafHash(only.getKey(), Hash.sha256(only.getValue().unsafeArray()));
        }
        var left = entries.stream().filter(entry -> !StateTree.isRight(entry.getKey(), depth)).toList();
        var right = entries.stream().filter(entry -> StateTree.isRight(entry.getKey(), depth)).toList();
        return StateTree.innerHash(slowRoot(left, depth + 1), slowRoot(right, depth + 1));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void anySequenceOfBatchesGivesTheEntriesAndTheRootOfASortedMap(long seed) {
        var random = new Random(seed);
        var expected = new TreeMap<Hash, Bytes>();
        StateMap map = StateMap.EMPTY;
        for (int batch = 0; batch < 60; batch++) {
            var changes = new TreeMap<Hash, StateChange>();
            for (int i = random.nextInt(1, 40); i > 0; i--) {
                Hash key = key(random.nextInt(300)).hash();
                boolean remove = random.nextInt(10) < (batch < 40 ? 3 : 8);
                changes.put(key, remove ? StateChange.remove(key) : StateChange.put(key, value("v" + random.nextInt(5))));
            }
            map = map.with(changes);
            for (StateChange change : changes.values()) {
                Bytes value = change.value();
                if (value == null) {
                    expected.remove(change.key());
                } else {
                    expected.put(change.key(), value);
                }
            }
            assertThat(map.size()).isEqualTo(expected.size());
            assertThat(map.root()).isEqualTo(slowRoot(List.copyOf(expected.entrySet()), 0));
            assertThat(entriesOf(map)).isEqualTo(
                    expected.entrySet().stream().map(e -> new StateEntry(e.getKey(), e.getValue())).toList());
            for (int i = 0; i < 300; i++) {
                assertThat(map.find(key(i).hash())).isEqualTo(expected.get(key(i).hash()));
            }
        }
    }

    private static List<StateEntry> entriesOf(StateMap map) {
        var entries = new ArrayList<StateEntry>();
        map.entries().forEachRemaining(entries::add);
        return entries;
    }

    @Test
    void theRootDoesNotDependOnTheOrderOfInsertion() {
        var numbers = new ArrayList<>(IntStream.range(0, 500).boxed().toList());
        StateMap sorted = insertOneByOne(numbers);
        for (int seed = 0; seed < 5; seed++) {
            Collections.shuffle(numbers, new Random(seed));
            assertThat(insertOneByOne(numbers).root()).isEqualTo(sorted.root());
        }
        var entries = new ArrayList<>(entriesOf(sorted));
        Collections.shuffle(entries, new Random(9));
        assertThat(StateMap.load(entries.iterator()).root()).isEqualTo(sorted.root());
    }

    private static StateMap insertOneByOne(List<Integer> numbers) {
        StateMap map = StateMap.EMPTY;
        for (int number : numbers) {
            map = map.put(key(number).hash(), value("v" + number));
        }
        return map;
    }

    private static StateMap firstOnes(int count) {
        return insertOneByOne(IntStream.range(0, count).boxed().toList());
    }

    @Test
    void aRemovedEntryLeavesNoTrace() {
        StateMap before = firstOnes(3);
        StateMap after = before.put(key(4).hash(), value("x")).remove(key(4).hash());

        assertThat(after.root()).isEqualTo(before.root());
        assertThat(before.remove(key(0).hash()).remove(key(1).hash()).remove(key(2).hash()).root())
                .isEqualTo(StateTree.EMPTY);
        assertThat(StateMap.EMPTY.root()).isEqualTo(StateTree.EMPTY);
    }

    @Test
    void anOlderMapStaysAsItWas() {
        StateMap before = firstOnes(3);
        Hash root = before.root();
        StateMap after = before.put(key(1).hash(), value("other")).remove(key(2).hash());

        assertThat(before.root()).isEqualTo(root).isNotEqualTo(after.root());
        assertThat(before.get(key(1))).isEqualTo(new Text("v1"));
        assertThat(after.get(key(1))).isEqualTo(new Text("other"));
    }

    @Test
    void writingWhatIsThereAlreadyChangesNothing() {
        StateMap map = firstOnes(3);
        assertThat(map.put(key(2).hash(), value("v2"))).isSameAs(map);
        assertThat(map.remove(key(7).hash())).isSameAs(map);
    }

    /** Keys of one long common beginning cannot be found by hashing; the tree must hold them all the same. */
    @Test
    void keysThatDifferInTheLastBitAloneAreToldApart() throws Exception {
        byte[] bytes = new byte[Hash.BYTES];
        Hash even = Hash.of(bytes);
        bytes[Hash.BYTES - 1] = 1;
        Hash odd = Hash.of(bytes);
        StateMap map = StateMap.EMPTY.put(even, value("even")).put(odd, value("odd"));

        assertThat(map.prove(odd).siblings()).hasSize(StateTree.MAX_DEPTH);
        assertThat(map.prove(odd).verify(map.root(), new StateKey<>(odd, TEXT))).contains(new Text("odd"));
        assertThat(map.find(even)).isEqualTo(value("even"));
        assertThat(map.remove(even).prove(odd).siblings()).isEmpty();
    }

    @Test
    void everyPresentAndAbsentKeyIsProvedInBothEncodings() throws Exception {
        for (int size : new int[] {0, 1, 2, 3, 17, 200}) {
            StateMap map = firstOnes(size);
            for (int i = 0; i < 260; i++) {
                StateProof proof = map.prove(key(i).hash());
                assertThat(StateProof.JSON.decodeCanonical(StateProof.JSON.encode(proof))).isEqualTo(proof);
                assertThat(StateProof.CBOR.decode(StateProof.CBOR.encode(proof))).isEqualTo(proof);
                if (i < size) {
                    assertThat(proof.verify(map.root(), key(i))).contains(new Text("v" + i));
                } else {
                    assertThat(proof.verify(map.root(), key(i))).isEmpty();
                }
            }
        }
    }

    @Test
    void aProofHoldsForNoOtherKeyRootOrValue() {
        StateMap map = firstOnes(100);
        StateProof proof = map.prove(key(5).hash());
        List<Hash> siblings = proof.siblings();
        Hash valueHash = Hash.sha256(value("v5").unsafeArray());

        rejected(proof, map.put(key(6).hash(), value("changed")).root(), key(5));
        rejected(new StateProof(siblings, new StateProof.Present(value("forged"))), map.root(), key(5));
        rejected(new StateProof(siblings, new StateProof.Vacant()), map.root(), key(5));
        rejected(new StateProof(siblings, new StateProof.Other(key(5).hash(), valueHash)), map.root(), key(5));
        rejected(new StateProof(siblings.reversed(), proof.end()), map.root(), key(5));
        rejected(new StateProof(siblings.subList(1, siblings.size()), proof.end()), map.root(), key(5));
        IntStream.range(0, 300).filter(i -> i != 5).forEach(i -> rejected(proof, map.root(), key(i)));
    }

    /** The leaf of another key proves absence only for keys that would have stood in its place. */
    @Test
    void aPresentKeyCannotBeProvedAbsentByAnyOtherEntry() {
        StateMap map = firstOnes(100);
        for (int other = 0; other < 100; other++) {
            Hash valueHash = Hash.sha256(value("v" + other).unsafeArray());
            var absence = new StateProof(
                    map.prove(key(other).hash()).siblings(), new StateProof.Other(key(other).hash(), valueHash));
            for (int present = 0; present < 100; present++) {
                rejected(absence, map.root(), key(present));
            }
        }
    }

    @Test
    void leavesInnerNodesAndNodesOfAuditTreesAreNeverTheSameHash() {
        Hash left = Hash.sha256(new byte[] {7});
        Hash right = Hash.sha256(new byte[] {8});
        assertThat(List.of(
                StateTree.innerHash(left, right), StateTree.leafHash(left, right), StateTree.EMPTY,
                Hash.of(MerkleTree.nodeHash(left.unsafeArray(), right.unsafeArray())))).doesNotHaveDuplicates();
    }

    @Test
    void aValueOfAnotherTypeIsNoProofOfItsKey() {
        StateMap map = StateMap.EMPTY.put(key(1).hash(), Bytes.of((byte) 0xf6));
        rejected(map.prove(key(1).hash()), map.root(), key(1));
    }

    @Test
    void aPathHasAtMost256Steps() {
        List<Hash> tooLong = Collections.nCopies(StateTree.MAX_DEPTH + 1, StateTree.EMPTY);
        assertThat(new StateProof(tooLong.subList(1, tooLong.size()), new StateProof.Vacant()).siblings()).hasSize(256);
        assertThatThrownBy(() -> new StateProof(tooLong, new StateProof.Vacant()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static void rejected(StateProof proof, Hash root, StateKey<?> key) {
        assertThatThrownBy(() -> proof.verify(root, key)).isInstanceOf(StateProofRejectedException.class);
    }
}
