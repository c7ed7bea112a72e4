package dev.shieldwall.crypto.aead;

import dev.shieldwall.crypto.aead.AeadEngine.Header;
import dev.shieldwall.crypto.internal.JdkProviders;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * Authenticated encryption of whole messages with a random nonce each. The sealed form is
 *
 * <pre>id of the algorithm (1) | nonce (12 or 24) | ciphertext | tag (16)</pre>
 *
 * and the id is the first byte of the associated data, so it cannot be exchanged, not even between two algorithms that
 * were given the same key bytes. There is one sealed form of a message: what opens is, byte for byte, what was sealed.
 *
 * <p>Guarantee: what opens was sealed with this key and this associated data; the plaintext is hidden but for its
 * length. Not guaranteed: that a message opens under one key only (the algorithms are not key-committing), freshness,
 * order. With nonces of 12 bytes a key seals {@link AeadAlgorithm#randomNonces()} messages and then no more.
 *
 * <p>Thread-safe.
 */
public final class Aead implements AutoCloseable {

    private final AeadEngine engine;
    private final AeadAlgorithm algorithm;
    private final byte[] id;
    private final SecureRandom random;

    /** Takes the key over: closing either closes both. */
    public Aead(AeadKey key, SecureRandom random) {
        NonceAead.requireTested(key.algorithm());
        key.serve(Aead.class);
        this.engine = new AeadEngine(key, JdkProviders.SUN_JCE);
        this.algorithm = key.algorithm();
        this.id = new byte[] {algorithm.id()};
        this.random = random;
    }

    /**
     * Seals a message of at most {@link AeadAlgorithm#MAX_PLAINTEXT_BYTES}.
     *
     * @throws dev.shieldwall.crypto.CryptoBug if the key has sealed as many messages as it may
     */
    public byte[] seal(byte[] plaintext, byte[] associatedData) {
        byte[] nonce = new byte[algorithm.nonceBytes()];
        random.nextBytes(nonce);
        byte[] sealed = new byte[overhead() + plaintext.length];
        sealed[0] = algorithm.id();
        System.arraycopy(nonce, 0, sealed, 1, nonce.length);
        engine.key().countRandomNonce();
        engine.seal(new Header(nonce, id, associatedData), plaintext, sealed, 1 + nonce.length);
        return sealed;
    }

    public byte[] open(byte[] sealed, byte[] associatedData) throws OpenRejectedException {
        if (sealed.length < overhead() || sealed[0] != algorithm.id()) {
            throw new OpenRejectedException();
        }
        int start = 1 + algorithm.nonceBytes();
        byte[] nonce = Arrays.copyOfRange(sealed, 1, start);
        return engine.open(new Header(nonce, id, associatedData), sealed, start);
    }

    /** How many bytes the sealed form is longer than the plaintext. */
    public int overhead() {
        return 1 + algorithm.nonceBytes() + AeadAlgorithm.TAG_BYTES;
    }

    @Override
    public void close() {
        engine.close();
    }
}
