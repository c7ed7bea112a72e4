package dev.shieldwall.consensus.core;

/** A message that cannot come from an honest peer of this group. */
public final class MessageRejectedException extends Exception {

    private static final long serialVersionUID = 1L;

    public MessageRejectedException(String message) {
        super(message);
    }

    public MessageRejectedException(String message, Throwable cause) {
        super(message, cause);
    }
}
