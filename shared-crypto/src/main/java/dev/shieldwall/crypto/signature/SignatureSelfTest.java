package dev.shieldwall.crypto.signature;

import dev.shieldwall.crypto.CryptoBug;
import dev.shieldwall.crypto.internal.Tested;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;

/**
 * Pairwise check of an algorithm: a new key's signature holds, and fails for another message, another context, another
 * key and after a changed bit. For Ed25519 the edge cases of {@link SelfTest} run first, on every library. Where a
 * signature is kept with the program, the first use checks that; where making one takes long, that only.
 */
public final class SignatureSelfTest {

    static final SigningContext CONTEXT = SigningContext.of("shieldwall/self-test/v1");
    static final byte[] MESSAGE = "shieldwall signature self-test".getBytes(StandardCharsets.US_ASCII);

    private static final SigningContext OTHER = SigningContext.of("shieldwall/self-test/v2");

    private static final List<Tested> TESTED =
            Arrays.stream(SignatureAlgorithm.values()).map(SignatureSelfTest::tested).toList();

    private SignatureSelfTest() {}

    /** Every algorithm, with the state of its self-test. */
    public static List<Tested> tested() {
        return TESTED;
    }

    static Tested of(SignatureAlgorithm algorithm) {
        return TESTED.get(algorithm.ordinal());
    }

    private static Tested tested(SignatureAlgorithm algorithm) {
        return switch (algorithm) {
            case ED25519 -> SelectedBackend.TESTED;
            case ECDSA_P256 -> Tested.chosen(
                    algorithm.canonicalName(), () -> EcdsaP256Scheme.selected().backend(), () -> atFirstUse(algorithm));
            case ML_DSA_44, ML_DSA_65, ML_DSA_87 -> tested(algorithm, "SUN");
            case ED448, SLH_DSA_SHA2_128S, SLH_DSA_SHA2_128F, SLH_DSA_SHA2_192S, SLH_DSA_SHA2_192F, SLH_DSA_SHA2_256S,
                    SLH_DSA_SHA2_256F, SLH_DSA_SHAKE_128S, SLH_DSA_SHAKE_128F, FALCON_512, FALCON_1024 ->
                tested(algorithm, "bouncy-castle");
            case HYBRID_ED25519_ML_DSA_65 -> tested(algorithm, "those of its halves");
        };
    }

    private static Tested tested(SignatureAlgorithm algorithm, String provider) {
        return Tested.of(algorithm.canonicalName(), provider, () -> atFirstUse(algorithm));
    }

    private static void atFirstUse(SignatureAlgorithm algorithm) {
        if (KnownSignature.isKept(algorithm)) {
            KnownSignature.check(algorithm);
        }
        if (!KnownSignature.signsSlowly(algorithm)) {
            run(algorithm, SignatureScheme.of(algorithm), new SecureRandom());
        }
    }

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
            require(signature.length == algorithm.signatureBytes(), algorithm, "signs at another length");
            check(algorithm, key.publicKey().parsed(), signature);
            if (!KnownSignature.signsSlowly(algorithm)) {
                requireOnlyItsOwnKey(algorithm, scheme, random, signature);
            }
        }
    }

    private static void requireOnlyItsOwnKey(
            SignatureAlgorithm algorithm, SignatureScheme scheme, SecureRandom random, byte[] signature) {
        try (SignaturePrivateKey other = SignaturePrivateKey.generate(algorithm, random, scheme)) {
            require(!other.publicKey().parsed().accepts(CONTEXT, MESSAGE, signature), algorithm, "accepts another key's signature");
        }
    }

    /** The signature is that of {@link #MESSAGE} in {@link #CONTEXT}, and of nothing else. */
    static void check(SignatureAlgorithm algorithm, SignatureScheme.ParsedPublicKey key, byte[] signature) {
        byte[] changed = signature.clone();
        changed[changed.length / 2] ^= 1;
        byte[] longer = "shieldwall signature self-test!".getBytes(StandardCharsets.US_ASCII);
        require(key.accepts(CONTEXT, MESSAGE, signature), algorithm, "refuses a good signature");
        require(!key.accepts(OTHER, MESSAGE, signature), algorithm, "accepts another context");
        require(!key.accepts(CONTEXT, longer, signature), algorithm, "accepts another message");
        require(!key.accepts(CONTEXT, MESSAGE, changed), algorithm, "accepts a changed signature");
    }

    private static void require(boolean holds, SignatureAlgorithm algorithm, String fault) {
        if (!holds) {
            throw new CryptoBug(algorithm + " " + fault + "; refusing to start");
        }
    }
}
