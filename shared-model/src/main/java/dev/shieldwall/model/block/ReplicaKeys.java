package dev.shieldwall.model.block;

import dev.shieldwall.crypto.signature.Ed25519PublicKey;
import dev.shieldwall.crypto.signature.Ed25519Verifier;
import dev.shieldwall.crypto.signature.KeyRejectedException;
import dev.shieldwall.crypto.signature.SignatureRejectedException;
import dev.shieldwall.crypto.signature.SigningContext;
import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.genesis.Genesis;
import dev.shieldwall.model.replica.Replica;
import dev.shieldwall.model.replica.ReplicaSet;
import java.util.ArrayList;
import java.util.List;

/** The checked vote keys of one replica set: verifies votes and certificates. Thread-safe. */
public final class ReplicaKeys {

    private static final SigningContext POSSESSION = SigningContext.of("shieldwall/possession/v1");

    private final Hash chainId;
    private final ReplicaSet set;
    private final List<Ed25519PublicKey> voteKeys;

    private ReplicaKeys(Hash chainId, ReplicaSet set, List<Ed25519PublicKey> voteKeys) {
        this.chainId = chainId;
        this.set = set;
        this.voteKeys = List.copyOf(voteKeys);
    }

    /** Checks every key and its proof of possession once. */
    public static ReplicaKeys of(Genesis genesis) throws CertificateRejectedException {
        return of(genesis.chainId(), genesis.replicaSet());
    }

    /** As {@link #of(Genesis)}, for a known chain id. */
    public static ReplicaKeys of(Hash chainId, ReplicaSet set) throws CertificateRejectedException {
        var keys = new ArrayList<Ed25519PublicKey>();
        for (Replica replica : set.replicas()) {
            try {
                Ed25519PublicKey key = Ed25519PublicKey.of(replica.voteKey().toArray());
                byte[] statement = Replica.possessionMessage(
                        replica.index(), replica.voteKey(), replica.tlsKeyHash(), replica.cosignerKey());
                Ed25519Verifier.verify(key, POSSESSION, statement, replica.possession().toArray());
                keys.add(key);
            } catch (KeyRejectedException | SignatureRejectedException e) {
                throw new CertificateRejectedException("replica " + replica.index() + " does not prove its key");
            }
        }
        return new ReplicaKeys(chainId, set, keys);
    }

    /** The context under which {@link Replica#possessionMessage} is signed. */
    public static SigningContext possessionContext() {
        return POSSESSION;
    }

    public Hash chainId() {
        return chainId;
    }

    public ReplicaSet set() {
        return set;
    }

    /** Verifies any byte string that replica {@code index} signed under {@code context}. */
    public void verify(int index, SigningContext context, byte[] message, Bytes signature)
            throws CertificateRejectedException {
        if (index < 0 || index >= voteKeys.size()) {
            throw new CertificateRejectedException("no such replica");
        }
        try {
            Ed25519Verifier.verify(voteKeys.get(index), context, message, signature.unsafeArray());
        } catch (SignatureRejectedException e) {
            throw new CertificateRejectedException("signature of replica " + index + " does not hold");
        }
    }

    public void verify(Vote vote) throws CertificateRejectedException {
        requireEpoch(vote.epoch());
        verify(vote.replica(), Vote.CONTEXT, vote.signedBytes(chainId), vote.signature());
    }

    /** The certificate is of {@code type}, from a quorum of this set, each signer once, every signature good. */
    public void verify(QuorumCertificate certificate, VoteType type) throws CertificateRejectedException {
        verify(certificate, type, set.quorum());
    }

    /**
     * As above with another threshold, for a prepare certificate, to which the proposal counts as one vote.
     *
     * @throws IllegalArgumentException for a threshold below a quorum without one: that would prove nothing
     */
    public void verify(QuorumCertificate certificate, VoteType type, int threshold)
            throws CertificateRejectedException {
        if (threshold < set.quorum() - 1) {
            throw new IllegalArgumentException("a threshold below a quorum");
        }
        requireEpoch(certificate.epoch());
        if (certificate.type() != type) {
            throw new CertificateRejectedException("a certificate of another type");
        }
        if (certificate.signers().size() != QuorumCertificate.bitmapBytes(set.size())) {
            throw new CertificateRejectedException("the signer bitmap has another length than the set");
        }
        List<Integer> signers = certificate.signerIndexes();
        if (!signers.isEmpty() && signers.getLast() >= set.size()) {
            throw new CertificateRejectedException("the signer bitmap names a replica beyond the set");
        }
        if (signers.size() != certificate.signatures().size()) {
            throw new CertificateRejectedException("as many signatures as signers are needed");
        }
        if (signers.size() < threshold) {
            throw new CertificateRejectedException("too few signers: " + signers.size() + " of " + threshold);
        }
        byte[] signed = Vote.signedBytes(chainId, certificate.epoch(), type, certificate.height(), certificate.view(),
                certificate.blockHash());
        for (int i = 0; i < signers.size(); i++) {
            verify(signers.get(i), Vote.CONTEXT, signed, certificate.signatures().get(i));
        }
    }

    /** {@code certificate} commits {@code header} of this chain and set. */
    public void verifyCommit(BlockHeader header, QuorumCertificate certificate) throws CertificateRejectedException {
        if (!header.chainId().equals(chainId)) {
            throw new CertificateRejectedException("a header of another mesh");
        }
        if (header.epoch() != set.epoch() || !header.replicaSetHash().equals(set.hash())) {
            throw new CertificateRejectedException("a header of another replica set");
        }
        if (header.height() != certificate.height() || !header.hash().equals(certificate.blockHash())) {
            throw new CertificateRejectedException("a certificate over another header");
        }
        verify(certificate, VoteType.COMMIT);
    }

    private void requireEpoch(long epoch) throws CertificateRejectedException {
        if (epoch != set.epoch()) {
            throw new CertificateRejectedException("a vote of another epoch");
        }
    }
}
