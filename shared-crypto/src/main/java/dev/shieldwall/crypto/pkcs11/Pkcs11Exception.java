package dev.shieldwall.crypto.pkcs11;

import org.jspecify.annotations.Nullable;

/**
 * A module or token failed or was refused. The message names the call, the return value and what it says about the
 * token; it never contains a PIN or key.
 */
public final class Pkcs11Exception extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final long returnValue;
    private final TokenState state;

    private Pkcs11Exception(String message, long returnValue, TokenState state, @Nullable Throwable cause) {
        super(message, cause);
        this.returnValue = returnValue;
        this.state = state;
    }

    static Pkcs11Exception of(Function function, long returnValue) {
        TokenState state = ReturnValue.stateOf(returnValue);
        return new Pkcs11Exception(
                function.symbol() + ": " + ReturnValue.nameOf(returnValue) + ": " + state.meaning(), returnValue, state, null);
    }

    static Pkcs11Exception of(TokenState state, String message) {
        return new Pkcs11Exception(message, ReturnValue.OK.code(), state, null);
    }

    static Pkcs11Exception refused(String message) {
        return of(TokenState.REFUSED, message);
    }

    static Pkcs11Exception because(String message, Pkcs11Exception cause) {
        return new Pkcs11Exception(message + ": " + cause.getMessage(), cause.returnValue, cause.state, cause);
    }

    static Pkcs11Exception refused(String message, Throwable cause) {
        return new Pkcs11Exception(message, ReturnValue.OK.code(), TokenState.REFUSED, cause);
    }

    boolean is(ReturnValue value) {
        return returnValue == value.code();
    }

    public TokenState state() {
        return state;
    }
}
