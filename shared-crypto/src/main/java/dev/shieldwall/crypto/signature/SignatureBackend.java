package dev.shieldwall.crypto.signature;

/**
 * A library that computes Ed25519. It is asked only the last question of the rule, the verification equation; the
 * other checks are ours ({@link StrictRule}), because libraries disagree on them.
 */
sealed interface SignatureBackend permits JcaBackend, BouncyCastleBackend {

    /** Name for health output and metrics. */
    String name();

    /** Parses a public key that has passed {@link StrictRule#checkKey}. */
    VerifyingKey verifyingKey(byte[] publicKey);

    SigningKey signingKey(byte[] seed);

    /** A parsed public key. Thread-safe. */
    @FunctionalInterface
    interface VerifyingKey {

        /**
         * Whether S*B = R + k*A, without cofactor, for a signature that has passed {@link StrictRule#checkSignature}.
         */
        boolean equationHolds(byte[] signed, byte[] signature);
    }

    /** A parsed private key. Thread-safe. */
    interface SigningKey {

        byte[] sign(byte[] signed);

        /** Overwrites what the library allows to overwrite. */
        void destroy();
    }
}
