package dev.shieldwall.crypto.encryption;

import java.io.IOException;

/**
 * What was to be decrypted is not what was encrypted to this key with this associated data, or not all of it. Why is not
 * said: each detail would help whoever forges.
 */
public final class RejectedStreamException extends IOException {

    private static final long serialVersionUID = 1L;

    RejectedStreamException() {
        super("not decrypted");
    }
}
