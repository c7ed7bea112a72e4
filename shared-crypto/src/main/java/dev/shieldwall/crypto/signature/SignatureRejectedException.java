package dev.shieldwall.crypto.signature;

/**
 * The signature is not valid for this key, context and message. Carries no stack trace: a stranger decides how often
 * it is thrown.
 */
public final class SignatureRejectedException extends Exception {

    private static final long serialVersionUID = 1L;

    public SignatureRejectedException(String message) {
        super(message, null, false, false);
    }
}
