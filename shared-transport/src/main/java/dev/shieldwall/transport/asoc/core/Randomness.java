package dev.shieldwall.transport.asoc.core;

import dev.shieldwall.crypto.kem.Encapsulation;
import dev.shieldwall.crypto.kem.KemAlgorithm;
import dev.shieldwall.crypto.kem.KemPrivateKey;
import dev.shieldwall.crypto.kem.KemPublicKey;
import dev.shieldwall.crypto.signature.KeyRejectedException;

/** Where the core gets what nobody may guess. */
public interface Randomness {

    int nextInt();

    byte[] nonce(int bytes);

    /** A key for one handshake. */
    KemPrivateKey ephemeralKey(KemAlgorithm algorithm);

    Encapsulation encapsulate(KemPublicKey key) throws KeyRejectedException;
}
