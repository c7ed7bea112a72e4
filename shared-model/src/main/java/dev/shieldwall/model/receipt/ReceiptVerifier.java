package dev.shieldwall.model.receipt;

import dev.shieldwall.crypto.merkle.MerkleProofs;
import dev.shieldwall.crypto.merkle.MerkleTree;
import dev.shieldwall.crypto.merkle.ProofRejectedException;
import dev.shieldwall.model.block.CertificateRejectedException;
import dev.shieldwall.model.block.ReplicaKeys;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.decision.Decision;
import dev.shieldwall.model.genesis.Genesis;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Verifies receipts against a genesis that the verifier brought along, never against anything in the receipt.
 *
 * <p>Guarantee: a receipt that passes was decided by a Byzantine quorum of the replica set of that genesis. Not
 * guaranteed: that nothing was decided later (a revocation), and that the holder has not used the grant already.
 *
 * <p>Thread-safe.
 */
public final class ReceiptVerifier {

    private final ReplicaKeys keys;

    public ReceiptVerifier(ReplicaKeys keys) {
        this.keys = keys;
    }

    public static ReceiptVerifier of(Genesis genesis) throws ReceiptRejectedException {
        try {
            return new ReceiptVerifier(ReplicaKeys.of(genesis));
        } catch (CertificateRejectedException e) {
            throw new ReceiptRejectedException("the genesis does not hold: " + e.getMessage(), e);
        }
    }

    /** The receipt is genuine: result under resultsRoot, certificate over the header, header of this mesh. */
    public void verify(Receipt receipt) throws ReceiptRejectedException {
        InclusionProof proof = receipt.proof();
        if (receipt.result().index() != proof.index()) {
            throw new ReceiptRejectedException("the proof is for another result");
        }
        try {
            keys.verifyCommit(receipt.header(), receipt.certificate());
            byte[] leaf = receipt.result().leafBytes((int) proof.size());
            MerkleProofs.verifyInclusion(
                    MerkleTree.leafHash(leaf), proof.index(), proof.size(),
                    proof.path().stream().map(Hash::unsafeArray).toList(),
                    receipt.header().resultsRoot().unsafeArray());
        } catch (CertificateRejectedException | ProofRejectedException e) {
            throw new ReceiptRejectedException("the receipt does not hold: " + e.getMessage(), e);
        }
    }

    /**
     * Verifies and compares with what is asked now.
     *
     * @param nowMillis the verifier's clock, Unix
     */
    public Verdict verify(Receipt receipt, ExpectedRequest expected, long nowMillis) throws ReceiptRejectedException {
        verify(receipt);
        return switch (receipt.result().decision()) {
            case Decision.Rejected rejected -> new Verdict.Denied(rejected);
            case Decision.Accepted _ -> new Verdict.Recorded();
            case Decision.Granted granted -> {
                String difference = difference(granted, expected);
                if (difference != null) {
                    yield new Verdict.Mismatch(granted, difference);
                }
                yield nowMillis < granted.validUntilMillis()
                        ? new Verdict.Valid(granted)
                        : new Verdict.Expired(granted);
            }
        };
    }

    private static @Nullable String difference(Decision.Granted granted, ExpectedRequest expected) {
        if (!granted.holder().equals(expected.holder())) {
            return "holder";
        }
        if (granted.audience() != null && !granted.audience().equals(expected.audience())) {
            return "audience";
        }
        if (!granted.dimensions().covers(expected.dimensions())) {
            return "operation";
        }
        if (!granted.resources().containsAll(expected.resources())) {
            return "resources";
        }
        if (granted.argsDigest() != null && !Objects.equals(granted.argsDigest(), expected.argsDigest())) {
            return "argsDigest";
        }
        return null;
    }
}
