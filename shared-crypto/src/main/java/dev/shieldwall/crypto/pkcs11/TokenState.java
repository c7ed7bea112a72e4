package dev.shieldwall.crypto.pkcs11;

/** What a failure says about the token; it decides what helps. */
public enum TokenState {

    /** The call failed, which says nothing about the token. */
    CALL_FAILED("the call failed"),

    /** Deleted, or with a token that SoftHSM lost. Looking the key up again, or opening the token again, helps. */
    KEY_LOST("the key is gone, or its token is; open the token again"),

    /** A session ended. The next call opens a new one. */
    SESSION_LOST("the session was lost; the next call opens another"),

    /** Removed, unplugged or forgotten by its driver. Only opening it anew, with the PIN, helps. */
    TOKEN_LOST("the token is gone; open it again"),

    /** The login ended, as it does when the last session does. Only opening it anew, with the PIN, helps. */
    LOGGED_OUT("the login has ended; open the token again"),

    /** Tried once. Nothing in this process tries it again. */
    PIN_WRONG("wrong PIN; it is not tried again"),

    /** Refused before a try: somebody's last try was wrong, and a program that restarts would use up the rest. */
    PIN_TRIES_LOW("the last PIN was wrong and tries are counted; log in by hand once, with the right PIN"),

    /** The security officer has to set a new PIN. */
    PIN_LOCKED("the PIN is locked; the security officer has to set a new one"),

    /** Library, token or key is not what the configuration says, or not safe enough. */
    REFUSED("refused");

    private final String meaning;

    TokenState(String meaning) {
        this.meaning = meaning;
    }

    String meaning() {
        return meaning;
    }

    /** Whether no further call on the same login can succeed. */
    boolean needsReopening() {
        return this == TOKEN_LOST || this == LOGGED_OUT;
    }
}
