package dev.shieldwall.transport.nacl.core;

import dev.shieldwall.crypto.aead.Secretbox;
import dev.shieldwall.crypto.kem.KemAlgorithm;
import dev.shieldwall.crypto.kem.KemPrivateKey;
import dev.shieldwall.crypto.signature.SigningContext;

/**
 * What a host draws for one side of one handshake: an X25519 key, the challenge to sign, and the nonce to begin with.
 * Used once.
 */
@SuppressWarnings("ArrayRecordComponent") // lives for one handshake and is never compared
public record Draw(KemPrivateKey ephemeral, byte[] challenge, byte[] firstNonce) implements AutoCloseable {

    public Draw {
        if (ephemeral.algorithm() != KemAlgorithm.X25519
                || challenge.length != SigningContext.CHALLENGE_BYTES
                || firstNonce.length != Secretbox.NONCE_BYTES) {
            throw new IllegalArgumentException("an X25519 key, a challenge of 32 bytes and a nonce of 24 are drawn");
        }
    }

    @Override
    public void close() {
        ephemeral.close();
    }
}
