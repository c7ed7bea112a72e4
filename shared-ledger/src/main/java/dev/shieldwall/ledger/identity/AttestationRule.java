package dev.shieldwall.ledger.identity;

import dev.shieldwall.crypto.signature.Ed25519PublicKey;
import dev.shieldwall.crypto.signature.Ed25519Verifier;
import dev.shieldwall.crypto.signature.KeyRejectedException;
import dev.shieldwall.crypto.signature.SignatureRejectedException;
import dev.shieldwall.crypto.signature.SigningContext;
import dev.shieldwall.ledger.facts.Facts;
import dev.shieldwall.model.command.IdentityCommand;
import dev.shieldwall.model.identity.Attestation;
import dev.shieldwall.model.identity.PrincipalId;
import dev.shieldwall.model.identity.VerificationKey;
import java.util.Optional;

/**
 * When a registration may stand in a block at all: an issuer of genesis vouches for this key of this principal in this
 * mesh. Otherwise anybody could fill the log with identities.
 */
public final class AttestationRule {

    private static final SigningContext CONTEXT = SigningContext.of(Attestation.SIGNING_LABEL);

    private AttestationRule() {}

    /** What is wrong with the attestation of {@code register}, or empty. */
    public static Optional<String> problem(
            Facts facts, PrincipalId principal, IdentityCommand.Register register, long timeMillis) {
        Attestation attestation = register.attestation();
        Optional<VerificationKey> issuerKey = facts.issuerKey(attestation.issuer());
        if (issuerKey.isEmpty()) {
            return Optional.of("the attestation is by nobody whom genesis names an issuer");
        }
        if (timeMillis > attestation.notAfterMillis()) {
            return Optional.of("the attestation has ended");
        }
        byte[] statement = Attestation.message(
                facts.mesh().chainId(), principal, register.publicKey(), attestation.issuer(), attestation.claims(),
                attestation.notAfterMillis());
        try {
            // A key enters the ledger here: it must be of prime order, whoever vouches for it.
            Ed25519PublicKey.of(register.publicKey().key().unsafeArray());
            Ed25519Verifier.verify(
                    Ed25519PublicKey.of(issuerKey.get().key().unsafeArray()), CONTEXT, statement,
                    attestation.signature().unsafeArray());
            return Optional.empty();
        } catch (KeyRejectedException e) {
            return Optional.of("the key is none that this mesh accepts");
        } catch (SignatureRejectedException e) {
            return Optional.of("the signature of the attestation does not hold");
        }
    }
}
