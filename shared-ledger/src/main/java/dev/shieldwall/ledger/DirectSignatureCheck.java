package dev.shieldwall.ledger;

import dev.shieldwall.crypto.signature.Ed25519PublicKey;
import dev.shieldwall.crypto.signature.KeyRejectedException;
import dev.shieldwall.crypto.signature.SignatureRejectedException;
import dev.shieldwall.model.command.SignedCommand;
import dev.shieldwall.model.identity.VerificationKey;

/** Verifies every command anew; about 0.2 ms each. Thread-safe. */
public final class DirectSignatureCheck implements SignatureCheck {

    @Override
    public void check(SignedCommand command, VerificationKey key) throws SignatureRejectedException {
        try {
            command.verify(Ed25519PublicKey.of(key.key().unsafeArray()));
        } catch (KeyRejectedException e) {
            throw new SignatureRejectedException("the key is none that this mesh accepts");
        }
    }
}
