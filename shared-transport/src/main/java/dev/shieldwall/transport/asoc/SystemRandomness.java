package dev.shieldwall.transport.asoc;

import dev.shieldwall.crypto.kem.Encapsulation;
import dev.shieldwall.crypto.kem.KemAlgorithm;
import dev.shieldwall.crypto.kem.KemPrivateKey;
import dev.shieldwall.crypto.kem.KemPublicKey;
import dev.shieldwall.crypto.signature.KeyRejectedException;
import dev.shieldwall.transport.asoc.core.Randomness;
import java.security.SecureRandom;

/** From the operating system. */
final class SystemRandomness implements Randomness {

    private final SecureRandom random = new SecureRandom();

    @Override
    public int nextInt() {
        return random.nextInt();
    }

    @Override
    public byte[] nonce(int bytes) {
        byte[] nonce = new byte[bytes];
        random.nextBytes(nonce);
        return nonce;
    }

    @Override
    public KemPrivateKey ephemeralKey(KemAlgorithm algorithm) {
        return KemPrivateKey.generate(algorithm, random);
    }

    @Override
    public Encapsulation encapsulate(KemPublicKey key) throws KeyRejectedException {
        return key.encapsulate(random);
    }

    double nextDouble() {
        return random.nextDouble();
    }
}
