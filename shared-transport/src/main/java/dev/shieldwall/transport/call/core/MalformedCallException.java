package dev.shieldwall.transport.call.core;

/** Bytes that are no call. */
public final class MalformedCallException extends Exception {

    private static final long serialVersionUID = 1;

    MalformedCallException(String message) {
        super(message);
    }
}
