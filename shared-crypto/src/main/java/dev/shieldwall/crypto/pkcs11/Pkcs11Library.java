package dev.shieldwall.crypto.pkcs11;

import dev.shieldwall.crypto.SecretBytes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A vendor's PKCS#11 module, initialized for this process. A process can initialize a module once: if another user of the
 * same one, such as the JDK's SunPKCS11, was first, loading it here is refused. One who comes later may not mind that it is
 * initialized; he then uses our login without a PIN, and each of us ends logins and the module under the other. So nobody
 * else may use the module in this process.
 *
 * <p>Thread-safe. Whoever names the file runs its code in this process: it must be as trusted as the program.
 */
public final class Pkcs11Library implements AutoCloseable {

    private final Cryptoki cryptoki;
    private final List<HsmToken> tokens = new ArrayList<>();
    private final WrongPins wrongPins;
    private boolean closed;

    private Pkcs11Library(Cryptoki cryptoki, WrongPins wrongPins) {
        this.cryptoki = cryptoki;
        this.wrongPins = wrongPins;
    }

    public static Pkcs11Library load(Path file) {
        return initialize(new FunctionList(FunctionList.load(file)), file.toAbsolutePath().normalize().toString());
    }

    /** @param module names it among others of this process */
    static Pkcs11Library initialize(FunctionList functions, String module) {
        var cryptoki = new Cryptoki(functions);
        cryptoki.initialize();
        return new Pkcs11Library(cryptoki, new WrongPins(module));
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
            HsmToken token = HsmToken.open(cryptoki, settings, pin, wrongPins);
            tokens.removeIf(HsmToken::isClosed);
            tokens.add(token);
            return token;
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
