package dev.shieldwall.crypto.signature;

import java.security.SecureRandom;

/** How one {@link SignatureAlgorithm} is computed. Lengths have been checked before any method here is called. */
sealed interface SignatureScheme
        permits Ed25519Scheme, Ed448Scheme, EcdsaP256Scheme, MlDsaScheme, SlhDsaScheme, FalconScheme, HybridScheme {

    /** Only after the self-test of the algorithm has passed. */
    static SignatureScheme of(SignatureAlgorithm algorithm) {
        SignatureSelfTest.of(algorithm).require();
        return switch (algorithm) {
            case ED25519 -> new Ed25519Scheme();
            case ED448 -> new Ed448Scheme();
            case ECDSA_P256 -> EcdsaP256Scheme.selected();
            case ML_DSA_44, ML_DSA_65, ML_DSA_87 -> new MlDsaScheme(algorithm);
            case SLH_DSA_SHA2_128S, SLH_DSA_SHA2_128F, SLH_DSA_SHA2_192S, SLH_DSA_SHA2_192F, SLH_DSA_SHA2_256S,
                    SLH_DSA_SHA2_256F, SLH_DSA_SHAKE_128S, SLH_DSA_SHAKE_128F -> new SlhDsaScheme(algorithm);
            case FALCON_512, FALCON_1024 -> new FalconScheme(algorithm);
            case HYBRID_ED25519_ML_DSA_65 -> new HybridScheme();
        };
    }

    /** Draws a private key. Secret: overwrite after use. */
    byte[] drawPrivateKey(SecureRandom random);

    /** Neither keeps nor changes the array. */
    ParsedPrivateKey privateKey(byte[] raw) throws KeyRejectedException;

    /** Keeps no reference to the array. */
    ParsedPublicKey publicKey(byte[] raw) throws KeyRejectedException;

    /** Thread-safe. */
    @FunctionalInterface
    interface ParsedPublicKey {

        boolean accepts(SigningContext context, byte[] message, byte[] signature);
    }

    /** Thread-safe. */
    interface ParsedPrivateKey {

        byte[] publicKey();

        byte[] sign(SigningContext context, byte[] message);

        /** Overwrites what the library allows to overwrite. */
        void destroy();
    }

    static byte[] randomBytes(int length, SecureRandom random) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
