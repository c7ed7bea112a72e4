package dev.shieldwall.crypto.pkcs11;

import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.crypto.pkcs11.Attribute.Type;
import dev.shieldwall.crypto.pkcs11.Cryptoki.KeyPair;
import dev.shieldwall.crypto.signature.KeyRejectedException;
import dev.shieldwall.crypto.signature.SignatureAlgorithm;
import dev.shieldwall.crypto.signature.SignaturePublicKey;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A token that this process is logged in to. Keys go by label; a label that several keys share is refused, not guessed.
 *
 * <p>Guarantee: a key that is handed out is marked as never leaving the token, and has just passed its self-test. Not
 * guaranteed: that the token keeps its word.
 *
 * <p>Thread-safe.
 */
public final class HsmToken implements AutoCloseable {

    private static final List<Attribute> GUARDS =
            List.of(Attribute.yes(Type.PRIVATE), Attribute.yes(Type.SENSITIVE), Attribute.no(Type.EXTRACTABLE));
    private static final int AES_256_BYTES = 32;

    private final Cryptoki cryptoki;
    private final TokenSettings settings;
    private final long slot;
    private final TokenInfo opened;
    private final long login;
    private final SessionPool pool;
    private boolean closed;

    /** @param login a session that stays open, because the login ends with the last one */
    private HsmToken(Cryptoki cryptoki, TokenSettings settings, long slot, TokenInfo opened, long login) {
        this.cryptoki = cryptoki;
        this.settings = settings;
        this.slot = slot;
        this.opened = opened;
        this.login = login;
        this.pool = new SessionPool(settings, () -> cryptoki.openSession(slot), cryptoki::closeSession);
    }

    static HsmToken open(Cryptoki cryptoki, TokenSettings settings, SecretBytes pin, WrongPins wrongPins) {
        long slot = slotOf(cryptoki, settings);
        TokenInfo info = cryptoki.tokenInfo(slot);
        info.requireSafeToTry(pin.length());
        wrongPins.requireNone(info);
        try {
            return new HsmToken(cryptoki, settings, slot, info, loggedIn(cryptoki, slot, pin));
        } catch (Pkcs11Exception e) {
            if (e.state() == TokenState.PIN_WRONG) {
                wrongPins.add(cryptoki.tokenInfo(slot));
            }
            throw Pkcs11Exception.because("token '" + settings.label() + "'", e);
        }
    }

    private static long loggedIn(Cryptoki cryptoki, long slot, SecretBytes pin) {
        long session = cryptoki.openSession(slot);
        boolean loggedIn = false;
        try {
            cryptoki.login(session, pin);
            loggedIn = true;
            return session;
        } finally {
            if (!loggedIn) {
                cryptoki.closeSession(session);
            }
        }
    }

    /** A broken card in the next reader does not matter, but is named when ours is not found. */
    private static long slotOf(Cryptoki cryptoki, TokenSettings settings) {
        List<Long> slots = new ArrayList<>();
        List<String> seen = new ArrayList<>();
        for (long slot : cryptoki.slots()) {
            try {
                TokenInfo info = cryptoki.tokenInfo(slot);
                if (info.initialized()) {
                    seen.add(info.names());
                    if (settings.means(info)) {
                        slots.add(slot);
                    }
                }
            } catch (Pkcs11Exception e) {
                seen.add("slot " + slot + " (" + e.getMessage() + ")");
            }
        }
        if (slots.size() != 1) {
            throw Pkcs11Exception.refused((slots.isEmpty() ? "no token has" : slots.size() + " tokens have")
                    + settings.names() + "; there are " + seen);
        }
        return slots.getFirst();
    }

    /** The key pair of this label, which another tool may have made. */
    public HsmSigningKey signingKey(String label, SignatureAlgorithm algorithm) {
        SigningMechanism mechanism = SigningMechanism.of(algorithm);
        return tested(label, signingKey(label, mechanism));
    }

    /** The same, and refused if it is another pair than the one known by its public key. */
    public HsmSigningKey signingKey(String label, SignaturePublicKey expected) {
        HsmSigningKey key = signingKey(label, SigningMechanism.of(expected.algorithm()));
        if (!key.publicKey().equals(expected)) {
            throw Pkcs11Exception.refused("key '" + label + "' is another one than the one that is expected");
        }
        return tested(label, key);
    }

    /** Makes a key pair in the token. Refused if the label is taken, and undone if the pair fails a check. */
    public HsmSigningKey generateSigningKey(String label, SignatureAlgorithm algorithm) {
        SigningMechanism mechanism = SigningMechanism.of(algorithm);
        KeyPair pair = writing(session -> {
            requireFree(session, label);
            return cryptoki.generateKeyPair(session, mechanism.generation(),
                    KeyTemplates.newPublicKey(mechanism, label), KeyTemplates.newPrivateKey(label));
        });
        return destroyedUnless(() -> tested(label, signingKey(label, mechanism)), pair.privateKey(), pair.publicKey());
    }

    private HsmSigningKey signingKey(String label, SigningMechanism mechanism) {
        byte[] point = pool.with(session -> cryptoki.attribute(
                session, only(session, "public key", KeyTemplates.publicKey(mechanism, label)), Type.EC_POINT));
        var held = new HeldKey(pool, session -> privateKey(session, label, mechanism));
        return new HsmSigningKey(parsed(label, mechanism, point), signed -> held.with(
                (session, handle) -> cryptoki.sign(session, mechanism, handle, mechanism.input(signed))));
    }

    private long privateKey(long session, String label, SigningMechanism mechanism) {
        requireSameToken();
        long key = only(session, "private key", KeyTemplates.privateKey(mechanism, label));
        requireGuarded(session, label, key);
        requireOneLogin(session, label, key);
        return key;
    }

    private static HsmSigningKey tested(String label, HsmSigningKey key) {
        key.selfTest(label);
        return key;
    }

    private static SignaturePublicKey parsed(String label, SigningMechanism mechanism, byte[] point) {
        try {
            return mechanism.publicKey(point);
        } catch (KeyRejectedException e) {
            throw Pkcs11Exception.refused("key '" + label + "': " + e.getMessage(), e);
        }
    }

    /** The AES-256 key of this label, which another tool may have made. */
    public HsmWrappingKey wrappingKey(String label, SecureRandom random) {
        var key = new HsmWrappingKey(cryptoki, new HeldKey(pool, session -> aesKey(session, label)), random);
        key.selfTest(label);
        return key;
    }

    /** Makes an AES-256 key in the token. Refused if the label is taken, and undone if the key fails a check. */
    public HsmWrappingKey generateWrappingKey(String label, SecureRandom random) {
        long key = writing(session -> {
            requireFree(session, label);
            return cryptoki.generateKey(session, Cryptoki.AES_KEY_GEN, KeyTemplates.newAesKey(label));
        });
        return destroyedUnless(() -> wrappingKey(label, random), key);
    }

    private long aesKey(long session, String label) {
        requireSameToken();
        long key = only(session, "AES key", KeyTemplates.aesKey(label));
        requireGuarded(session, label, key);
        byte[] size = cryptoki.attribute(session, key, Type.VALUE_LEN);
        if (!Arrays.equals(size, Attribute.number(Type.VALUE_LEN, AES_256_BYTES).value())) {
            throw Pkcs11Exception.refused("key '" + label + "' is not an AES key of 256 bits");
        }
        return key;
    }

    private void requireSameToken() {
        TokenInfo now = cryptoki.tokenInfo(slot);
        if (!now.isSameToken(opened)) {
            throw Pkcs11Exception.of(TokenState.TOKEN_LOST, "another token is in its slot: " + now.names());
        }
    }

    private long only(long session, String kind, List<Attribute> wanted) {
        List<Long> found = cryptoki.find(session, wanted);
        if (found.size() != 1) {
            throw Pkcs11Exception.refused(found.isEmpty()
                    ? "there is no " + kind + " of this label and type"
                    : "there are " + found.size() + " keys, or more, where one " + kind + " should be");
        }
        return found.getFirst();
    }

    private void requireFree(long session, String label) {
        if (!cryptoki.find(session, KeyTemplates.anyWith(label)).isEmpty()) {
            throw Pkcs11Exception.refused("the label '" + label + "' is taken");
        }
    }

    /** A key that can be read out, or used without the PIN, gives nothing that a file does not give. */
    private void requireGuarded(long session, String label, long key) {
        for (Attribute guard : GUARDS) {
            if (!Arrays.equals(cryptoki.attribute(session, key, guard.type()), guard.value())) {
                throw Pkcs11Exception.refused("key '" + label + "' has the wrong CKA_" + guard.type()
                        + "; a key must be private, sensitive and not extractable");
            }
        }
    }

    /** A key that wants the PIN at each use answers as if the login had ended, which would stop every key of the token. */
    private void requireOneLogin(long session, String label, long key) {
        try {
            Attribute once = Attribute.no(Type.ALWAYS_AUTHENTICATE);
            if (!Arrays.equals(cryptoki.attribute(session, key, once.type()), once.value())) {
                throw Pkcs11Exception.refused("key '" + label + "' has CKA_" + once.type() + ", which is not supported");
            }
        } catch (Pkcs11Exception e) {
            if (!e.is(ReturnValue.ATTRIBUTE_TYPE_INVALID)) { // a token that does not know it asks for no PIN
                throw e;
            }
        }
    }

    /** Keys are made in a session of its own, so that those of the pool cannot change the token. */
    private <T> T writing(LongFunction<T> use) {
        return pool.with(ignored -> {
            long session = cryptoki.openWritingSession(slot);
            try {
                return use.apply(session);
            } finally {
                cryptoki.closeSession(session);
            }
        });
    }

    /** Whatever the check throws. The private half goes first. */
    private <T> T destroyedUnless(Supplier<T> check, long... objects) {
        @Nullable T key = null;
        @Nullable Pkcs11Exception reason = null;
        try {
            key = check.get();
            return key;
        } catch (Pkcs11Exception e) {
            reason = e;
            throw e;
        } finally {
            if (key == null) {
                destroy(reason, objects);
            }
        }
    }

    private void destroy(@Nullable Pkcs11Exception reason, long... objects) {
        for (long object : objects) {
            try {
                writing(session -> {
                    cryptoki.destroy(session, object);
                    return object;
                });
            } catch (Pkcs11Exception e) {
                if (reason != null) {
                    reason.addSuppressed(e);
                }
            }
        }
    }

    /** Waits for the calls that run, then logs out. If one hangs it throws, and may be called again. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        pool.close();
        closed = true;
        cryptoki.logout(login);
        cryptoki.closeSession(login);
    }

    synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public String toString() {
        return "HsmToken[" + settings.label() + "]";
    }
}
