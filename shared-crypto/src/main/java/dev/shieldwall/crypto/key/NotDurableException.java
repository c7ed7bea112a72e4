package dev.shieldwall.crypto.key;

import java.io.IOException;

/** What was written is in its place and read from now on, but may be gone, or as it was before, after a power cut. */
public final class NotDurableException extends IOException {

    private static final long serialVersionUID = 1L;

    public NotDurableException(String message, IOException cause) {
        super(message, cause);
    }
}
