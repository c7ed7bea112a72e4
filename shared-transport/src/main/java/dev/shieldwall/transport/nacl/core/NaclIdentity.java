package dev.shieldwall.transport.nacl.core;

import dev.shieldwall.crypto.signature.Ed25519PublicKey;
import dev.shieldwall.crypto.signature.Ed25519Signer;

/**
 * This side's name, which nobody checks, and its key. Give the mode a key of its own: it signs bare random bytes, for the
 * protocol has no place to say what for.
 */
public record NaclIdentity(String component, Ed25519Signer signer) {

    private static final int LONGEST_NAME = 64;

    public NaclIdentity {
        if (component.length() > LONGEST_NAME || !component.matches("[A-Za-z0-9._-]+")) {
            throw new IllegalArgumentException("a component has a name of 1 to 64 letters, digits, '.', '_' and '-'");
        }
    }

    public Ed25519PublicKey key() {
        return signer.publicKey();
    }
}
