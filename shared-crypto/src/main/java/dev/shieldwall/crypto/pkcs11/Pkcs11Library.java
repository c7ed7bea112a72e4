package dev.shieldwall.crypto.pkcs11;

import dev.shieldwall.crypto.SecretBytes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A vendor's PKCS#11 module, initialized for this process. A process can initialize a module once; another user of the
 * same one, such as the JDK's SunPKCS11, is refused, because either would finalize it under the other.
 *
 * <p>Thread-safe. Whoever names the file runs its code in this process: it must be as trusted as the program.
 */
public final class Pkcs11Library implements AutoCloseable {

    private final Cryptoki cryptoki;
    private final List<HsmToken> tokens = new ArrayList<>();
    private final Set<String> wrongPins = new HashSet<>();
    private boolean closed;

    private Pkcs11Library(Cryptoki cryptoki) {
        this.cryptoki = cryptoki;
    }

    public static Pkcs11Library load(Path file) {
        return initialize(new FunctionList(FunctionList.load(file)));
    }

    static Pkcs11Library initialize(FunctionList functions) {
        var cryptoki = new Cryptoki(functions);
        cryptoki.initialize();
        return new Pkcs11Library(cryptoki);
    }

    /**
     * Logs in to the token, with one try, and closes the PIN whatever comes of it. After a token was lost, close it and
     * this library, load the library again and come here with the PIN: some modules look for tokens only when they
     * start.
     */
    public synchronized HsmToken open(TokenSettings settings, SecretBytes pin) {
        try (pin) {
            if (closed) {
                throw Pkcs11Exception.refused("the PKCS#11 library was closed");
            }
            HsmToken token = login(settings, pin);
            tokens.removeIf(HsmToken::isClosed);
            tokens.add(token);
            return token;
        }
    }

    /** Not every token tells that a try was wrong; so this object remembers it. */
    private HsmToken login(TokenSettings settings, SecretBytes pin) {
        if (wrongPins.contains(settings.label())) {
            throw Pkcs11Exception.of(TokenState.PIN_TRIES_LOW, "token '" + settings.label()
                    + "': a PIN was wrong before; this one was not tried");
        }
        try {
            return HsmToken.open(cryptoki, settings, pin);
        } catch (Pkcs11Exception e) {
            if (e.state() == TokenState.PIN_WRONG) {
                wrongPins.add(settings.label());
            }
            throw e;
        }
    }

    /** Closes its tokens first. If a call hangs in the module it throws, and may be called again. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        tokens.forEach(HsmToken::close);
        cryptoki.end();
        closed = true;
    }
}
