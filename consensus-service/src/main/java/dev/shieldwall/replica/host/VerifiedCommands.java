package dev.shieldwall.replica.host;

import dev.shieldwall.crypto.signature.Ed25519PublicKey;
import dev.shieldwall.crypto.signature.KeyRejectedException;
import dev.shieldwall.crypto.signature.SignatureRejectedException;
import dev.shieldwall.ledger.SignatureCheck;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.command.SignedCommand;
import dev.shieldwall.model.identity.VerificationKey;

/**
 * Verifies a command once and remembers that it did: what admission has verified, execution only looks up. Accepts
 * exactly what the one Ed25519 rule accepts; a failure is never remembered. Thread-safe.
 */
final class VerifiedCommands implements SignatureCheck {

    private static final int REMEMBERED_COMMANDS = 16_384;
    private static final int REMEMBERED_KEYS = 4_096;

    /** The hash covers the signature, so command and key together name one verification. */
    private record Proven(Hash jwsHash, VerificationKey key) {}

    private final Recent<Proven, Boolean> proven = new Recent<>(REMEMBERED_COMMANDS);
    private final Recent<VerificationKey, Ed25519PublicKey> keys = new Recent<>(REMEMBERED_KEYS);

    @Override
    public void check(SignedCommand command, VerificationKey key) throws SignatureRejectedException {
        Proven question = new Proven(command.jwsHash(), key);
        if (proven.get(question) != null) {
            return;
        }
        command.verify(checked(key));
        proven.put(question, Boolean.TRUE);
    }

    private Ed25519PublicKey checked(VerificationKey key) throws SignatureRejectedException {
        Ed25519PublicKey known = keys.get(key);
        if (known != null) {
            return known;
        }
        try {
            Ed25519PublicKey made = Ed25519PublicKey.of(key.key().unsafeArray());
            keys.put(key, made);
            return made;
        } catch (KeyRejectedException e) {
            throw new SignatureRejectedException("the key is none that this mesh accepts");
        }
    }
}
