package dev.shieldwall.crypto;

import org.jspecify.annotations.Nullable;

/**
 * A cryptographic failure that no input can cause: a missing algorithm, a backend that breaks the signature rule, a
 * use after close. Nobody catches it to go on; the process stops.
 */
public final class CryptoBug extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    public CryptoBug(String message) {
        super(message);
    }

    public CryptoBug(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
