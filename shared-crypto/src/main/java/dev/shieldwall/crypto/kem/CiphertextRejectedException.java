package dev.shieldwall.crypto.kem;

/**
 * The bytes are not a ciphertext for this key, or a peer's public key gives no secret. Carries no stack trace: a
 * stranger decides how often it is thrown.
 */
public final class CiphertextRejectedException extends Exception {

    private static final long serialVersionUID = 1L;

    public CiphertextRejectedException(String message) {
        super(message, null, false, false);
    }
}
