package dev.shieldwall.crypto.signature;

/** The bytes are not a public key that this system accepts. */
public final class KeyRejectedException extends Exception {

    private static final long serialVersionUID = 1L;

    public KeyRejectedException(String message) {
        super(message);
    }
}
