package dev.shieldwall.crypto.merkle;

/** The proof does not lead from the given hashes to the given root. */
public final class ProofRejectedException extends Exception {

    private static final long serialVersionUID = 1L;

    public ProofRejectedException(String message) {
        super(message, null, false, false);
    }
}
