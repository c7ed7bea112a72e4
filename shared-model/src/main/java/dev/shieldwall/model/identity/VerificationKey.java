package dev.shieldwall.model.identity;

import dev.shieldwall.model.codec.Bytes;

/**
 * A public key with the suite that it is for; bytes without a suite are not a key.
 *
 * @param suite {@code ed25519}, the only suite of this version
 * @param key 32 bytes (RFC 8032 section 5.1.5)
 */
public record VerificationKey(String suite, Bytes key) {

    public static final String ED25519 = "ed25519";

    public VerificationKey {
        if (!suite.equals(ED25519)) {
            throw new IllegalArgumentException("unknown signature suite");
        }
        if (key.size() != 32) {
            throw new IllegalArgumentException("an ed25519 key has 32 bytes");
        }
    }

    public static VerificationKey ed25519(byte[] key) {
        return new VerificationKey(ED25519, Bytes.of(key));
    }
}
