package dev.shieldwall.crypto.keystore;

import java.io.IOException;

/** A key file that must not be used; the message names the file and what to do. It never contains key material. */
public final class KeyFileException extends IOException {

    private static final long serialVersionUID = 1L;

    public KeyFileException(String message) {
        super(message);
    }

    public KeyFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
