package dev.shieldwall.model.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shieldwall.model.Samples;
import dev.shieldwall.model.TestMesh;
import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.replica.Replica;
import dev.shieldwall.model.replica.ReplicaSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is no proof of a quorum's will is refused. */
class ReplicaKeysTest {

    private static final TestMesh MESH = TestMesh.of(4);
    private static final ReplicaKeys KEYS = keys(MESH);
    private static final BlockHeader HEADER = MESH.header(1, List.of(), List.of());
    private static final QuorumCertificate GOOD = MESH.certificate(VoteType.COMMIT, HEADER, 0, 2, 3);

    private static ReplicaKeys keys(TestMesh mesh) {
        try {
            return ReplicaKeys.of(mesh.genesis());
        } catch (CertificateRejectedException e) {
            throw new AssertionError(e);
        }
    }

    private static void refused(QuorumCertificate certificate, String why) {
        assertThatThrownBy(() -> KEYS.verifyCommit(HEADER, certificate))
                .isInstanceOf(CertificateRejectedException.class).hasMessageContaining(why);
    }

    private static QuorumCertificate with(QuorumCertificate c, Bytes signers, List<Bytes> signatures) {
        return new QuorumCertificate(c.type(), c.epoch(), c.height(), c.view(), c.blockHash(), signers, signatures);
    }

    private static Bytes bits(int... bytes) {
        byte[] bitmap = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            bitmap[i] = (byte) bytes[i];
        }
        return Bytes.wrap(bitmap);
    }

    @Test
    void anyQuorumCommits() throws Exception {
        KEYS.verifyCommit(HEADER, GOOD);
        KEYS.verifyCommit(HEADER, MESH.certificate(VoteType.COMMIT, HEADER, 3, 1, 0));
        KEYS.verifyCommit(HEADER, MESH.certificate(VoteType.COMMIT, HEADER, 0, 1, 2, 3));
    }

    @Test
    void aQuorumMinusOneDoesNot() {
        refused(MESH.certificate(VoteType.COMMIT, HEADER, 0, 1), "too few signers");
        refused(with(GOOD, bits(0), List.of()), "too few signers");
    }

    @Test
    void aPrepareCertificateIsNoCommitCertificate() throws Exception {
        QuorumCertificate prepares = MESH.certificate(VoteType.PREPARE, HEADER, 0, 1, 2);
        refused(prepares, "another type");
        KEYS.verify(prepares, VoteType.PREPARE);
        var renamed = new QuorumCertificate(
                VoteType.COMMIT, 0, 1, 0, prepares.blockHash(), prepares.signers(), prepares.signatures());
        refused(renamed, "does not hold");
    }

    @Test
    void aSignerCountsOnce() {
        Bytes first = GOOD.signatures().getFirst();
        refused(with(GOOD, bits(0b0001), List.of(first, first, first)), "as many signatures as signers");
        refused(with(GOOD, bits(0b0111), List.of(first, first, first)), "does not hold");
        List<Vote> votes = List.of(
                MESH.vote(VoteType.COMMIT, 1, 0, HEADER.hash(), 0), MESH.vote(VoteType.COMMIT, 1, 0, HEADER.hash(), 1),
                MESH.vote(VoteType.COMMIT, 1, 0, HEADER.hash(), 1));
        assertThatIllegalArgumentException().isThrownBy(() -> QuorumCertificate.of(votes, 4));
    }

    @Test
    void votesOfDifferentViewsDoNotAddUp() {
        List<Vote> votes = List.of(
                MESH.vote(VoteType.COMMIT, 1, 0, HEADER.hash(), 0), MESH.vote(VoteType.COMMIT, 1, 0, HEADER.hash(), 1),
                MESH.vote(VoteType.COMMIT, 1, 1, HEADER.hash(), 2));
        assertThatIllegalArgumentException().isThrownBy(() -> QuorumCertificate.of(votes, 4));
        var mixed = new ArrayList<>(MESH.certificate(VoteType.COMMIT, HEADER, 0, 1, 2).signatures());
        mixed.set(2, votes.getLast().signature());
        refused(with(GOOD, bits(0b0111), mixed), "does not hold");
    }

    @Test
    void votesThatDifferInAnythingDoNotMakeACertificate() {
        Vote one = MESH.vote(VoteType.COMMIT, 1, 0, HEADER.hash(), 0);
        List<Vote> others = List.of(
                MESH.vote(VoteType.PREPARE, 1, 0, HEADER.hash(), 1), MESH.vote(VoteType.COMMIT, 2, 0, HEADER.hash(), 1),
                MESH.vote(VoteType.COMMIT, 1, 0, Hash.ZERO, 1),
                new Vote(VoteType.COMMIT, 1, 1, 0, HEADER.hash(), 1, one.signature()),
                new Vote(VoteType.COMMIT, 0, 1, 0, HEADER.hash(), 4, one.signature()));
        for (Vote other : others) {
            assertThatIllegalArgumentException().isThrownBy(() -> QuorumCertificate.of(List.of(one, other), 4));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> QuorumCertificate.of(List.of(), 4));
    }

    @Test
    void bitsBeyondTheSetAreRefused() {
        for (int bit = 4; bit < 8; bit++) {
            var signatures = new ArrayList<>(GOOD.signatures());
            signatures.add(signatures.getFirst());
            refused(with(GOOD, bits(0b1101 | 1 << bit), signatures), "beyond the set");
            refused(with(GOOD, bits(0b1101 | 1 << bit), GOOD.signatures()), "beyond the set");
        }
    }

    @Test
    void theBitmapIsAsLongAsTheSetNeeds() {
        refused(with(GOOD, bits(0b1101, 0), GOOD.signatures()), "bitmap");
        refused(with(GOOD, bits(), GOOD.signatures()), "bitmap");
        refused(with(GOOD, bits(), List.of()), "bitmap");
    }

    @Test
    void signaturesStandInTheOrderOfTheirSigners() {
        refused(with(GOOD, GOOD.signers(), GOOD.signatures().reversed()), "does not hold");
        refused(with(GOOD, bits(0b1110), GOOD.signatures()), "does not hold");
    }

    @Test
    void anotherEpochViewHeightOrBlockIsAnotherStatement() {
        Hash hash = GOOD.blockHash();
        refused(new QuorumCertificate(VoteType.COMMIT, 1, 1, 0, hash, GOOD.signers(), GOOD.signatures()), "epoch");
        refused(new QuorumCertificate(VoteType.COMMIT, 0, 1, 1, hash, GOOD.signers(), GOOD.signatures()), "not hold");
        refused(new QuorumCertificate(VoteType.COMMIT, 0, 2, 0, hash, GOOD.signers(), GOOD.signatures()), "header");
        refused(
                new QuorumCertificate(VoteType.COMMIT, 0, 1, 0, Hash.ZERO, GOOD.signers(), GOOD.signatures()),
                "header");
    }

    @Test
    void anotherMeshProvesNothingHere() {
        TestMesh other = TestMesh.another(4);
        BlockHeader theirs = other.header(1, List.of(), List.of());
        QuorumCertificate certificate = other.certificate(VoteType.COMMIT, theirs, 0, 1, 2);
        assertThatThrownBy(() -> KEYS.verifyCommit(theirs, certificate)).hasMessageContaining("another mesh");
        assertThatCode(() -> keys(other).verifyCommit(theirs, certificate)).doesNotThrowAnyException();
        refused(other.certificate(VoteType.COMMIT, HEADER, 0, 1, 2), "does not hold");
    }

    @Test
    void aHeaderOfAnotherReplicaSetIsRefusedEvenIfAQuorumSignedIt() {
        BlockHeader h = HEADER;
        for (long epoch : new long[] {0, 1}) {
            Hash set = epoch == 0 ? Hash.ZERO : h.replicaSetHash();
            var other = new BlockHeader(
                    h.chainId(), epoch, 1, h.parentHash(), h.batchRoot(), h.stateRoot(), h.resultsRoot(),
                    h.auditSize(), h.auditRoot(), set, h.nextReplicaSetHash(), h.timeMillis(), h.builder());
            QuorumCertificate signed = MESH.certificate(VoteType.COMMIT, other, 0, 1, 2, 3);
            assertThatThrownBy(() -> KEYS.verifyCommit(other, signed)).hasMessageContaining("another replica set");
        }
    }

    @Test
    void theSameReplicasUnderAnotherGenesisSignOtherBytes() throws Exception {
        ReplicaKeys sameSet = ReplicaKeys.of(Hash.ZERO, MESH.genesis().replicaSet());
        assertThatThrownBy(() -> sameSet.verify(GOOD, VoteType.COMMIT))
                .isInstanceOf(CertificateRejectedException.class);
    }

    @Test
    void everyChangedBitOfASignatureIsRefused() {
        byte[] signature = GOOD.signatures().getLast().toArray();
        for (int bit = 0; bit < signature.length * 8; bit++) {
            byte[] changed = signature.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            refused(
                    with(GOOD, GOOD.signers(),
                            List.of(GOOD.signatures().get(0), GOOD.signatures().get(1), Bytes.wrap(changed))),
                    "replica 3 does not hold");
        }
    }

    @Test
    void aVoteIsOneReplicasOwn() throws Exception {
        Vote vote = MESH.vote(VoteType.PREPARE, 5, 2, Hash.ZERO, 1);
        KEYS.verify(vote);
        List<Vote> forged = List.of(
                new Vote(vote.type(), 0, 5, 2, Hash.ZERO, 2, vote.signature()),
                new Vote(vote.type(), 0, 5, 2, Hash.ZERO, 4, vote.signature()),
                new Vote(VoteType.COMMIT, 0, 5, 2, Hash.ZERO, 1, vote.signature()),
                new Vote(VoteType.PRE_PREPARE, 0, 5, 2, Hash.ZERO, 1, vote.signature()),
                new Vote(vote.type(), 1, 5, 2, Hash.ZERO, 1, vote.signature()),
                new Vote(vote.type(), 0, 2, 5, Hash.ZERO, 1, vote.signature()),
                new Vote(vote.type(), 0, 5, 3, Hash.ZERO, 1, vote.signature()),
                new Vote(vote.type(), 0, 5, 2, Hash.sha256(), 1, vote.signature()));
        for (Vote other : forged) {
            assertThatThrownBy(() -> KEYS.verify(other)).isInstanceOf(CertificateRejectedException.class);
        }
    }

    @Test
    void aThresholdIsAtMostOneBelowAQuorum() throws Exception {
        QuorumCertificate two = MESH.certificate(VoteType.PREPARE, HEADER, 1, 2);
        KEYS.verify(two, VoteType.PREPARE, 2);
        assertThatIllegalArgumentException().isThrownBy(() -> KEYS.verify(two, VoteType.PREPARE, 1));
    }

    @Test
    void aKeyEntersWithAProofOfPossessionOverAllItsParts() {
        ReplicaSet set = MESH.genesis().replicaSet();
        Replica r = set.get(3);
        Replica other = TestMesh.another(4).genesis().replicaSet().get(3);
        List<Replica> forged = List.of(
                new Replica(3, r.voteKey(), r.tlsKeyHash(), r.cosignerKey(), Samples.filled(64, 0)),
                new Replica(3, other.voteKey(), r.tlsKeyHash(), r.cosignerKey(), r.possession()),
                new Replica(3, r.voteKey(), other.tlsKeyHash(), r.cosignerKey(), r.possession()),
                new Replica(3, r.voteKey(), r.tlsKeyHash(), other.cosignerKey(), r.possession()),
                new Replica(3, Samples.filled(32, 0), r.tlsKeyHash(), r.cosignerKey(), r.possession()));
        for (Replica last : forged) {
            var replicas = new ArrayList<>(set.replicas());
            replicas.set(3, last);
            assertThatThrownBy(() -> ReplicaKeys.of(Hash.ZERO, new ReplicaSet(0, replicas)))
                    .isInstanceOf(CertificateRejectedException.class).hasMessageContaining("replica 3");
        }
    }

    @Test
    void aCertificateHasAtMost64Signers() {
        List<Bytes> most = new ArrayList<>(Collections.nCopies(64, Samples.filled(64, 1)));
        assertThat(with(GOOD, Samples.filled(8, 0xff), most).signerIndexes()).hasSize(64);
        assertThatIllegalArgumentException().isThrownBy(() -> with(GOOD, Samples.filled(9, 0), most));
        most.add(Samples.filled(64, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> with(GOOD, Samples.filled(8, 0xff), most));
        assertThatIllegalArgumentException().isThrownBy(
                () -> with(GOOD, bits(1), List.of(Samples.filled(63, 1))));
        assertThatIllegalArgumentException().isThrownBy(
                () -> with(GOOD, bits(1), List.of(Samples.filled(65, 1))));
    }
}
