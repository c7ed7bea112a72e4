package dev.shieldwall.crypto.signature;

import dev.shieldwall.crypto.CryptoBug;
import dev.shieldwall.crypto.internal.Kept;
import java.util.Arrays;

/**
 * Kept signatures of another implementation: of the algorithms whose own take long to make, Falcon and the small forms of
 * SLH-DSA, and of ML-DSA. A resource holds the public key, then the signature of {@link SignatureSelfTest#MESSAGE}.
 * Cross-checks with other implementations are in docs/design/signatures-and-kems.md.
 */
final class KnownSignature {

    private KnownSignature() {}

    static boolean isKept(SignatureAlgorithm algorithm) {
        return signsSlowly(algorithm) || switch (algorithm) {
            case ML_DSA_44, ML_DSA_65, ML_DSA_87 -> true;
            default -> false;
        };
    }

    /** Too slowly to make a key and a signature at the first use. */
    static boolean signsSlowly(SignatureAlgorithm algorithm) {
        return switch (algorithm) {
            case SLH_DSA_SHA2_128S, SLH_DSA_SHA2_192S, SLH_DSA_SHA2_256S, SLH_DSA_SHAKE_128S, FALCON_512, FALCON_1024 ->
                true;
            default -> false;
        };
    }

    static void check(SignatureAlgorithm algorithm) {
        check(algorithm, Kept.read(KnownSignature.class, algorithm.canonicalName() + ".signature"));
    }

    static void check(SignatureAlgorithm algorithm, byte[] kept) {
        int split = algorithm.publicKeyBytes();
        try {
            SignatureScheme.ParsedPublicKey key = SignatureScheme.of(algorithm).publicKey(Arrays.copyOf(kept, split));
            SignatureSelfTest.check(algorithm, key, Arrays.copyOfRange(kept, split, kept.length));
        } catch (KeyRejectedException e) {
            throw new CryptoBug(algorithm + " refuses a good key", e);
        }
    }
}
