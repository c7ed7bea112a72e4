package dev.shieldwall.crypto.mac;

/** The tag is not that of this key and message. Carries no stack trace: a stranger decides how often it is thrown. */
public final class MacRejectedException extends Exception {

    private static final long serialVersionUID = 1L;

    MacRejectedException() {
        super("tag rejected", null, false, false);
    }
}
