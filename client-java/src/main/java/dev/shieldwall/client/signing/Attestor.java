package dev.shieldwall.client.signing;

import dev.shieldwall.crypto.signature.Ed25519Signer;
import dev.shieldwall.crypto.signature.SigningContext;
import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.identity.Attestation;
import dev.shieldwall.model.identity.PrincipalId;
import dev.shieldwall.model.identity.VerificationKey;
import java.time.Instant;
import java.util.SortedMap;

/** Signs attestations as one of the attestation issuers of genesis. Thread-safe. */
public final class Attestor {

    private static final SigningContext CONTEXT = SigningContext.of(Attestation.SIGNING_LABEL);

    private final PrincipalId issuer;
    private final Ed25519Signer signer;
    private final Hash chainId;

    public Attestor(PrincipalId issuer, Ed25519Signer signer, Hash chainId) {
        this.issuer = issuer;
        this.signer = signer;
        this.chainId = chainId;
    }

    /**
     * States that {@code key} is the key of {@code subject} and that {@code claims} are true of it.
     *
     * @param notAfter end of validity for a registration, in block time
     */
    public Attestation attest(
            PrincipalId subject, VerificationKey key, SortedMap<String, String> claims, Instant notAfter) {
        byte[] statement =
                Attestation.message(chainId, subject, key, issuer, claims, notAfter.toEpochMilli());
        return new Attestation(issuer, claims, notAfter.toEpochMilli(), Bytes.wrap(signer.sign(CONTEXT, statement)));
    }
}
