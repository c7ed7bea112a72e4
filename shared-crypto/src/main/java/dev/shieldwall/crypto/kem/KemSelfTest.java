package dev.shieldwall.crypto.kem;

import dev.shieldwall.crypto.CryptoBug;
import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.crypto.internal.JdkProviders;
import dev.shieldwall.crypto.internal.Tested;
import dev.shieldwall.crypto.signature.KeyRejectedException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;

/**
 * Check of a KEM: a kept ciphertext has its known secret where there is one, both sides get the same secret, and a changed
 * ciphertext or another key gives another one.
 */
public final class KemSelfTest {

    private static final List<Tested> TESTED = Arrays.stream(KemAlgorithm.values())
            .map(algorithm -> Tested.of(
                    algorithm.canonicalName(), provider(algorithm), () -> run(algorithm, new SecureRandom())))
            .toList();

    private KemSelfTest() {}

    /** Every algorithm, with the state of its self-test. */
    public static List<Tested> tested() {
        return TESTED;
    }

    static Tested of(KemAlgorithm algorithm) {
        return TESTED.get(algorithm.ordinal());
    }

    private static String provider(KemAlgorithm algorithm) {
        return switch (algorithm) {
            case X25519, X448 -> "bouncy-castle";
            case ML_KEM_512, ML_KEM_768, ML_KEM_1024 -> JdkProviders.SUN_JCE.getName();
            case X_WING -> JdkProviders.SUN_JCE.getName() + " and bouncy-castle";
        };
    }

    /** @throws CryptoBug if an answer is wrong */
    public static void run(KemAlgorithm algorithm, SecureRandom random) {
        if (KnownDecapsulation.isKept(algorithm)) {
            KnownDecapsulation.check(algorithm);
        }
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
            try (KemPrivateKey another = KemPrivateKey.generate(key.algorithm(), random);
                    SecretBytes other = another.decapsulate(sent.ciphertext())) {
                require(!other.equals(received), key, "gives its secret to another key");
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
