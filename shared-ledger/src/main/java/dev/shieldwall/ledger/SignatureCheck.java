package dev.shieldwall.ledger;

import dev.shieldwall.crypto.signature.SignatureRejectedException;
import dev.shieldwall.model.command.SignedCommand;
import dev.shieldwall.model.identity.VerificationKey;

/**
 * Verifies the signature of a command by the one Ed25519 rule. A port because a replica verifies a command once, when
 * it arrives, and remembers that; {@link DirectSignatureCheck} remembers nothing. Implementations must accept exactly
 * the same signatures.
 */
@FunctionalInterface
public interface SignatureCheck {

    /** Returns normally if {@code key} made the signature of {@code command}. */
    void check(SignedCommand command, VerificationKey key) throws SignatureRejectedException;
}
