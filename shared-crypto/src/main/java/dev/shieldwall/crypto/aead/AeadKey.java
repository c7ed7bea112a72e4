package dev.shieldwall.crypto.aead;

import dev.shieldwall.crypto.CryptoBug;
import dev.shieldwall.crypto.SecretBytes;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Key bytes with the one algorithm that they are for, and the count of random nonces that they have seen. Given to an
 * {@link Aead} it is not for a {@link NonceAead}, nor the other way round; the second is a {@link CryptoBug}. Of two
 * objects with the same bytes nobody knows.
 *
 * <p>The count is that of this object: it knows nothing of the same key in another process or before a restart. Who
 * keeps a key of 12-byte nonces over restarts gives each start a key of its own, or takes XChaCha20.
 *
 * <p>Thread-safe. After {@link #close} every use is a {@link CryptoBug}.
 */
public final class AeadKey implements AutoCloseable {

    private final AeadAlgorithm algorithm;
    private final SecretBytes secret;
    private final AtomicLong nonces;
    private @Nullable Class<?> form;

    private AeadKey(AeadAlgorithm algorithm, SecretBytes secret, long nonces) {
        if (secret.length() != AeadAlgorithm.KEY_BYTES) {
            throw new IllegalArgumentException("a key of " + algorithm.algorithmName() + " has 32 bytes, not " + secret.length());
        }
        this.algorithm = algorithm;
        this.secret = secret;
        this.nonces = new AtomicLong(nonces);
    }

    /** Takes the secret over: closing either closes both. */
    public static AeadKey of(AeadAlgorithm algorithm, SecretBytes secret) {
        return new AeadKey(algorithm, secret, 0);
    }

    public static AeadKey generate(AeadAlgorithm algorithm, SecureRandom random) {
        return of(algorithm, SecretBytes.random(AeadAlgorithm.KEY_BYTES, random));
    }

    /** A key that has sealed before. */
    static AeadKey used(AeadAlgorithm algorithm, SecretBytes secret, long nonces) {
        return new AeadKey(algorithm, secret, nonces);
    }

    public AeadAlgorithm algorithm() {
        return algorithm;
    }

    /** How many more messages {@link Aead} seals; the owner takes a new key long before it is 0. */
    public long remaining() {
        return Math.max(0, algorithm.randomNonces() - nonces.get());
    }

    /**
     * A key seals in one form: whoever seals with a nonce and associated data of his choice can seal what looks like a
     * message of {@link Aead}.
     */
    synchronized void serve(Class<?> form) {
        if (this.form != null && this.form != form) {
            throw new CryptoBug("a key of " + this.form.getSimpleName() + " given to " + form.getSimpleName());
        }
        this.form = form;
    }

    /** Going on would let an attacker who waits for two equal nonces forge; stopping is safer. */
    void countRandomNonce() {
        if (nonces.getAndIncrement() >= algorithm.randomNonces()) {
            nonces.decrementAndGet();
            throw new CryptoBug(algorithm.algorithmName() + " key has sealed all the messages that it may; it was not rotated");
        }
    }

    SecretBytes secret() {
        return secret;
    }

    @Override
    public void close() {
        secret.close();
    }

    @Override
    public String toString() {
        return "AeadKey[" + algorithm.algorithmName() + ", redacted]";
    }
}
