package dev.shieldwall.crypto.kem;

import dev.shieldwall.crypto.signature.KeyRejectedException;
import java.security.SecureRandom;

/** How one {@link KemAlgorithm} is computed. Lengths have been checked before any method here is called. */
sealed interface KemScheme permits DhKem, MlKem, XWing {

    /** Only after the self-test of the algorithm has passed. */
    static KemScheme of(KemAlgorithm algorithm) {
        KemSelfTest.of(algorithm).require();
        return switch (algorithm) {
            case X25519 -> new DhKem(Curve.X25519);
            case X448 -> new DhKem(Curve.X448);
            case ML_KEM_512, ML_KEM_768, ML_KEM_1024 -> new MlKem(algorithm);
            case X_WING -> new XWing();
        };
    }

    /** Neither keeps nor changes the array. */
    ParsedPrivateKey privateKey(byte[] raw);

    /** Keeps no reference to the array. */
    ParsedPublicKey publicKey(byte[] raw) throws KeyRejectedException;

    /** Thread-safe. */
    @FunctionalInterface
    interface ParsedPublicKey {

        Raw encapsulate(SecureRandom random) throws KeyRejectedException;
    }

    /** Thread-safe. */
    interface ParsedPrivateKey {

        byte[] publicKey();

        byte[] decapsulate(byte[] ciphertext) throws CiphertextRejectedException;

        /** Overwrites what the library allows to overwrite. */
        void destroy();
    }

    /** A secret and the ciphertext that gives it to the holder of the key. */
    @SuppressWarnings("ArrayRecordComponent") // handed from one method to the next; never compared
    record Raw(byte[] secret, byte[] ciphertext) {}
}
