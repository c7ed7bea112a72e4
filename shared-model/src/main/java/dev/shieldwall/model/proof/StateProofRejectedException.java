package dev.shieldwall.model.proof;

/** A state proof that proves nothing about the key and the root at hand. */
public final class StateProofRejectedException extends Exception {

    public StateProofRejectedException(String message) {
        super(message);
    }

    public StateProofRejectedException(String message, Throwable cause) {
        super(message, cause);
    }
}
