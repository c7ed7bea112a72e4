package dev.shieldwall.crypto.aead;

/**
 * What was to be opened is not what the holder of this key sealed with this associated data. Why is not said: each
 * detail would help whoever forges. Carries no stack trace: a stranger decides how often it is thrown.
 */
public final class OpenRejectedException extends Exception {

    private static final long serialVersionUID = 1L;

    public OpenRejectedException() {
        super("not opened", null, false, false);
    }
}
