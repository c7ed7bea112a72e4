package dev.shieldwall.crypto.kem;

import dev.shieldwall.crypto.CryptoBug;
import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.crypto.signature.KeyRejectedException;
import java.security.SecureRandom;

/** Pairwise check of a KEM: both sides get the same secret, and another one from a changed ciphertext. */
public final class KemSelfTest {

    private KemSelfTest() {}

    /** @throws CryptoBug if an answer is wrong */
    public static void run(KemAlgorithm algorithm, SecureRandom random) {
        run(KemPrivateKey.generate(algorithm, random), random);
    }

    private static void run(KemPrivateKey key, SecureRandom random) {
        try (key;
                Encapsulation sent = key.publicKey().encapsulate(random);
                SecretBytes received = key.decapsulate(sent.ciphertext())) {
            require(received.equals(sent.sharedSecret()), key, "gives the two sides different secrets");
            require(received.length() == key.algorithm().secretBytes(), key, "gives a secret of another length");
            byte[] changed = sent.ciphertext();
            changed[changed.length / 2] ^= 1;
            try (SecretBytes other = key.decapsulate(changed)) {
                require(!other.equals(received), key, "does not see a changed ciphertext");
            }
        } catch (KeyRejectedException | CiphertextRejectedException e) {
            throw new CryptoBug(key.algorithm() + " refuses what it made; refusing to start", e);
        }
    }

    private static void require(boolean holds, KemPrivateKey key, String fault) {
        if (!holds) {
            throw new CryptoBug(key.algorithm() + " " + fault + "; refusing to start");
        }
    }
}
