package dev.shieldwall.client.signing;

/** A bearer token that is not valid here and now. Carries no stack trace: a stranger decides how often it is thrown. */
public final class ReadTokenRejectedException extends Exception {

    public ReadTokenRejectedException(String message) {
        super(message, null, false, false);
    }
}
