package dev.shieldwall.model.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shieldwall.model.Samples;
import dev.shieldwall.model.TestMesh;
import dev.shieldwall.model.block.CertifiedBlock;
import dev.shieldwall.model.block.QuorumCertificate;
import dev.shieldwall.model.block.ReplicaKeys;
import dev.shieldwall.model.block.ResultLeaf;
import dev.shieldwall.model.block.VoteType;
import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.codec.MalformedException;
import dev.shieldwall.model.decision.Decision;
import dev.shieldwall.model.event.Event;
import dev.shieldwall.model.genesis.Genesis;
import dev.shieldwall.model.replica.Replica;
import dev.shieldwall.model.replica.ReplicaSet;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A receipt is worth something only as it was given out, for the mesh that gave it. */
class ReceiptTest {

    private static final TestMesh MESH = TestMesh.of(4);

    /** A block of so many results; the first grants. */
    private static CertifiedBlock block(int results) {
        var leaves = new ArrayList<ResultLeaf>();
        for (int i = 0; i < results; i++) {
            Decision decision = i == 0 ? Samples.granted() : Samples.rejected();
            leaves.add(Samples.result(i, decision, new Event.SessionClosed(Samples.SESSION_ID)));
        }
        return MESH.block(Collections.nCopies(results, Samples.filled(3, 1)), leaves);
    }

    private static ReceiptVerifier verifier() throws ReceiptRejectedException {
        return ReceiptVerifier.of(MESH.genesis());
    }

    private static void refused(ReceiptVerifier verifier, byte[] json, String what) {
        try {
            verifier.verify(Receipt.parse(json));
        } catch (MalformedException | ReceiptRejectedException e) {
            return;
        }
        throw new AssertionError("accepted: " + what);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9})
    void everyReceiptOfABlockHolds(int results) throws Exception {
        CertifiedBlock block = block(results);
        block.verify(ReplicaKeys.of(MESH.genesis()));
        for (int i = 0; i < results; i++) {
            verifier().verify(Receipt.parse(Receipt.of(block, i).toJson()));
        }
    }

    @Test
    void aReceiptChangedInAnySingleByteIsRefused() throws Exception {
        ReceiptVerifier verifier = verifier();
        // The first of five: its path would hold for a tree of seven, too, one bit away.
        byte[] json = Receipt.of(block(5), 0).toJson();
        verifier.verify(Receipt.parse(json));
        byte[] digits = "09Az ".getBytes(StandardCharsets.US_ASCII);
        for (int at = 0; at < json.length; at++) {
            byte original = json[at];
            for (int bit = 0; bit < 8; bit++) {
                json[at] = (byte) (original ^ (1 << bit));
                refused(verifier, json, "bit " + bit + " of byte " + at);
            }
            for (byte digit : digits) {
                if (digit != original) {
                    json[at] = digit;
                    refused(verifier, json, "'" + (char) digit + "' at byte " + at);
                }
            }
            json[at] = original;
        }
        verifier.verify(Receipt.parse(json));
    }

    @Test
    void aReceiptWithAByteLessOrMoreIsRefused() throws Exception {
        ReceiptVerifier verifier = verifier();
        byte[] json = Receipt.of(block(2), 1).toJson();
        for (int at = 0; at < json.length; at++) {
            byte[] without = Arrays.copyOf(json, json.length - 1);
            System.arraycopy(json, at + 1, without, at, json.length - at - 1);
            refused(verifier, without, "without byte " + at);
            for (byte added : new byte[] {' ', '\n', '0', json[at]}) {
                byte[] with = Arrays.copyOf(json, json.length + 1);
                System.arraycopy(json, at, with, at + 1, json.length - at);
                with[at] = added;
                refused(verifier, with, "with " + added + " at byte " + at);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", " ", "\r\n", "\t", "\u0000", "{}", "\ufeff"})
    void nothingStandsAroundAReceipt(String more) {
        String json = new String(Receipt.of(block(1), 0).toJson(), StandardCharsets.UTF_8);
        assertThatThrownBy(() -> Receipt.parse((json + more).getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> Receipt.parse((more + json).getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void everyTruncationIsRefused() {
        byte[] json = Receipt.of(block(1), 0).toJson();
        for (int length = 0; length < json.length; length++) {
            byte[] shorter = Arrays.copyOf(json, length);
            assertThatThrownBy(() -> Receipt.parse(shorter)).isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void aReceiptHasABound() {
        byte[] spaces = new byte[Receipt.MAX_BYTES + 1];
        Arrays.fill(spaces, (byte) ' ');
        assertThatThrownBy(() -> Receipt.parse(spaces)).hasMessageContaining("longer");
        assertThatThrownBy(() -> Receipt.parse(Arrays.copyOf(spaces, Receipt.MAX_BYTES)))
                .isInstanceOf(MalformedException.class).hasMessageNotContaining("longer");
    }

    @Test
    void theLongestReceiptOfOneCommandFits() {
        // 64 signatures, a deep path, and the largest grant that a command can ask for.
        var names = new ArrayList<String>();
        for (int i = 0; i < 64; i++) {
            names.add("\u20ac".repeat(509) + (100 + i));
        }
        var base = Samples.granted();
        var granted = new Decision.Granted(
                base.holder(), base.holderKey(), base.audience(), base.dimensions(), names, base.argsDigest(),
                base.sessionId(), base.capabilityId(), base.price(), 0, base.notEnforced(), base.validUntilMillis());
        TestMesh large = TestMesh.of(64);
        CertifiedBlock block = large.block(List.of(), List.of(Samples.result(0, granted)));
        var all = large.certificate(
                VoteType.COMMIT, block.header(), IntStream.range(0, 64).toArray());
        var receipt = new Receipt(
                block.results().getFirst(),
                new InclusionProof(0, Integer.MAX_VALUE, Collections.nCopies(31, Hash.ZERO)),
                block.header(), all);
        assertThat(receipt.toJson().length).isLessThan(Receipt.MAX_BYTES);
    }

    @Test
    void aReceiptOfAnotherMeshIsRefused() throws Exception {
        Receipt receipt = Receipt.of(block(1), 0);
        ReceiptVerifier other = ReceiptVerifier.of(TestMesh.another(4).genesis());
        assertThatThrownBy(() -> other.verify(receipt))
                .isInstanceOf(ReceiptRejectedException.class).hasMessageContaining("another mesh");
    }

    @Test
    void aResultOfAnotherBlockIsRefused() throws Exception {
        Receipt one = Receipt.of(block(1), 0);
        Receipt two = Receipt.of(block(2), 0);
        ReceiptVerifier verifier = verifier();
        assertThatThrownBy(() -> verifier.verify(
                        new Receipt(one.result(), one.proof(), two.header(), two.certificate())))
                .isInstanceOf(ReceiptRejectedException.class);
        assertThatThrownBy(() -> verifier.verify(
                        new Receipt(one.result(), one.proof(), one.header(), two.certificate())))
                .isInstanceOf(ReceiptRejectedException.class).hasMessageContaining("another header");
        ResultLeaf better = Samples.result(0, Samples.grantedToAnyone());
        assertThatThrownBy(() -> verifier.verify(
                        new Receipt(better, one.proof(), one.header(), one.certificate())))
                .isInstanceOf(ReceiptRejectedException.class);
    }

    @Test
    void aResultAtAnotherPlaceIsRefused() throws Exception {
        Receipt second = Receipt.of(block(2), 1);
        var elsewhere = new InclusionProof(0, 2, second.proof().path());
        ReceiptVerifier verifier = verifier();
        assertThatThrownBy(() -> verifier.verify(
                        new Receipt(second.result(), elsewhere, second.header(), second.certificate())))
                .hasMessageContaining("another result");
    }

    @Test
    void noOtherSizeOfTheTreeHolds() throws Exception {
        ReceiptVerifier verifier = verifier();
        for (int size = 1; size <= 9; size++) {
            Receipt receipt = Receipt.of(block(size), 0);
            for (int claimed = 1; claimed <= 20; claimed++) {
                var proof = new InclusionProof(0, claimed, receipt.proof().path());
                var changed = new Receipt(receipt.result(), proof, receipt.header(), receipt.certificate());
                if (claimed == size) {
                    verifier.verify(changed);
                } else {
                    assertThatThrownBy(() -> verifier.verify(changed)).isInstanceOf(ReceiptRejectedException.class);
                }
            }
        }
    }

    @Test
    void aCertificateOfPreparesCommitsNothing() throws Exception {
        CertifiedBlock block = block(1);
        QuorumCertificate prepares = MESH.certificate(VoteType.PREPARE, block.header(), 0, 1, 2);
        Receipt receipt = Receipt.of(
                new CertifiedBlock(block.header(), block.commands(), block.results(), prepares), 0);
        ReceiptVerifier verifier = verifier();
        assertThatThrownBy(() -> verifier.verify(receipt)).hasMessageContaining("another type");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "chainId", "parentHash", "batchRoot", "stateRoot", "resultsRoot", "auditRoot", "replicaSetHash",
        "nextReplicaSetHash", "epoch", "height", "auditSize", "timeMillis", "builder"
    })
    void aHeaderChangedAnywhereIsAnotherHeader(String member) throws Exception {
        String json = new String(Receipt.of(block(1), 0).toJson(), StandardCharsets.UTF_8);
        int header = json.indexOf("\"header\":");
        String changed = json.substring(0, header)
                + json.substring(header)
                        .replaceFirst("(\"" + member + "\":)\"[^\"]*\"", "$1\"" + "A".repeat(43) + "\"")
                        .replaceFirst("(\"" + member + "\":)[0-9]+", "$199");
        assertThat(changed).isNotEqualTo(json);
        Receipt forged = Receipt.parse(changed.getBytes(StandardCharsets.UTF_8));
        ReceiptVerifier verifier = verifier();
        assertThatThrownBy(() -> verifier.verify(forged)).isInstanceOf(ReceiptRejectedException.class);
    }

    @Test
    void aGenesisWhoseReplicaDoesNotProveItsKeyVerifiesNothing() {
        var genesis = MESH.genesis();
        var replicas = new ArrayList<>(genesis.replicaSet().replicas());
        var last = replicas.removeLast();
        replicas.add(new Replica(
                last.index(), last.voteKey(), last.tlsKeyHash(), last.cosignerKey(), Bytes.of(new byte[64])));
        var set = new ReplicaSet(0, replicas);
        var forged = new Genesis(
                genesis.format(), genesis.trustDomain(), genesis.createdAtMillis(), genesis.algorithm(), set,
                genesis.operators(), genesis.attestationIssuers(), 1, 1, 1, genesis.approvers(), genesis.riskFloors(),
                genesis.limits(), genesis.consensus(), genesis.tokenKey());
        assertThatThrownBy(() -> ReceiptVerifier.of(forged)).hasMessageContaining("replica 3");
    }
}
