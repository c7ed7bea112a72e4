package dev.shieldwall.crypto.kem;

import dev.shieldwall.crypto.CryptoBug;
import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.crypto.internal.Kept;
import dev.shieldwall.crypto.signature.KeyRejectedException;
import java.util.Arrays;

/**
 * Kept ciphertexts with their secrets, because a library that is wrong on both sides in the same way agrees with itself. A
 * resource holds the seed of the key, the ciphertext, then the secret: of ML-KEM-768 a case of Wycheproof, of X-Wing the
 * draft's, of the others what Bouncy Castle makes.
 */
final class KnownDecapsulation {

    private KnownDecapsulation() {}

    static boolean isKept(KemAlgorithm algorithm) {
        return switch (algorithm) {
            case ML_KEM_512, ML_KEM_768, ML_KEM_1024, X_WING -> true;
            case X25519, X448 -> false;
        };
    }

    static void check(KemAlgorithm algorithm) {
        check(algorithm, Kept.read(KnownDecapsulation.class, algorithm.canonicalName() + ".decapsulation"));
    }

    static void check(KemAlgorithm algorithm, byte[] kept) {
        int ciphertext = algorithm.privateKeyBytes();
        int secret = ciphertext + algorithm.ciphertextBytes();
        try (KemPrivateKey key = KemPrivateKey.of(algorithm, Arrays.copyOf(kept, ciphertext));
                SecretBytes answer = key.decapsulate(algorithm.tag(Arrays.copyOfRange(kept, ciphertext, secret)));
                SecretBytes expected = SecretBytes.copyOf(Arrays.copyOfRange(kept, secret, kept.length))) {
            if (!answer.equals(expected)) {
                throw new CryptoBug(algorithm + " gives another secret than the known one; refusing to start");
            }
        } catch (KeyRejectedException | CiphertextRejectedException e) {
            throw new CryptoBug(algorithm + " refuses a good key or ciphertext; refusing to start", e);
        }
    }
}
