package dev.shieldwall.crypto.signature;

import dev.shieldwall.crypto.CryptoBug;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;

/**
 * Pairwise check of an algorithm: a new key's signature holds, and fails for another message, another context and after
 * a changed bit. For Ed25519 the edge cases of {@link SelfTest} run first, on every library. SLH-DSA takes seconds for
 * the small variants; whoever starts a process runs what it uses.
 */
public final class SignatureSelfTest {

    private static final SigningContext CONTEXT = SigningContext.of("shieldwall/self-test/v1");
    private static final SigningContext OTHER = SigningContext.of("shieldwall/self-test/v2");
    private static final byte[] MESSAGE = "shieldwall signature self-test".getBytes(StandardCharsets.US_ASCII);

    private SignatureSelfTest() {}

    /** Checks the algorithm on every library that may compute it. @throws CryptoBug if an answer is wrong */
    public static void run(SignatureAlgorithm algorithm, SecureRandom random) {
        schemes(algorithm).forEach(scheme -> run(algorithm, scheme, random));
    }

    private static List<? extends SignatureScheme> schemes(SignatureAlgorithm algorithm) {
        return algorithm == SignatureAlgorithm.ECDSA_P256
                ? EcdsaP256Scheme.present()
                : List.of(SignatureScheme.of(algorithm));
    }

    static void run(SignatureAlgorithm algorithm, SignatureScheme scheme, SecureRandom random) {
        try (SignaturePrivateKey key = SignaturePrivateKey.generate(algorithm, random, scheme)) {
            byte[] signature = key.sign(CONTEXT, MESSAGE);
            byte[] changed = signature.clone();
            changed[changed.length / 2] ^= 1;
            byte[] longer = "shieldwall signature self-test!".getBytes(StandardCharsets.US_ASCII);
            SignatureScheme.ParsedPublicKey check = key.publicKey().parsed();
            require(signature.length == algorithm.signatureBytes(), algorithm, "signs at another length");
            require(check.accepts(CONTEXT, MESSAGE, signature), algorithm, "refuses its own signature");
            require(!check.accepts(OTHER, MESSAGE, signature), algorithm, "accepts another context");
            require(!check.accepts(CONTEXT, longer, signature), algorithm, "accepts another message");
            require(!check.accepts(CONTEXT, MESSAGE, changed), algorithm, "accepts a changed signature");
        }
    }

    private static void require(boolean holds, SignatureAlgorithm algorithm, String fault) {
        if (!holds) {
            throw new CryptoBug(algorithm + " " + fault + "; refusing to start");
        }
    }
}
