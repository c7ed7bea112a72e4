package dev.shieldwall.crypto.pkcs11;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The tokens of a module that were given a wrong PIN and do not tell so by their flags. Kept as long as the process:
 * loading the module again gives back no try.
 */
final class WrongPins {

    private static final Set<String> TOKENS = ConcurrentHashMap.newKeySet();

    private final String module;

    WrongPins(String module) {
        this.module = module;
    }

    void requireNone(TokenInfo token) {
        if (TOKENS.contains(name(token))) {
            throw Pkcs11Exception.of(
                    TokenState.PIN_TRIES_LOW, "token " + token.names() + ": a PIN was wrong before; this one was not tried");
        }
    }

    /** One that tells so is asked each time; there a person's login is seen. */
    void add(TokenInfo token) {
        if (!token.tellsOfWrongPin()) {
            TOKENS.add(name(token));
        }
    }

    private String name(TokenInfo token) {
        return module + " " + token.names();
    }
}
