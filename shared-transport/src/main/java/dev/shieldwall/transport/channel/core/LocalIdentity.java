package dev.shieldwall.transport.channel.core;

import dev.shieldwall.crypto.signature.Ed25519PublicKey;
import dev.shieldwall.crypto.signature.Ed25519Signer;

/** This component and its persistent key. */
public record LocalIdentity(ComponentName name, Ed25519Signer signer) {

    public Ed25519PublicKey key() {
        return signer.publicKey();
    }
}
