package dev.shieldwall.model.codec;

/**
 * Input that is not a well-formed value of the expected type. The message says what and where, never secret content.
 * Carries no stack trace: a stranger decides how often it is thrown.
 */
public final class MalformedException extends Exception {

    public MalformedException(String message) {
        super(message, null, false, false);
    }

    public MalformedException(String message, Throwable cause) {
        super(message, cause, false, false);
    }
}
