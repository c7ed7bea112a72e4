package dev.shieldwall.crypto.aead;

import dev.shieldwall.crypto.CryptoBug;
import dev.shieldwall.crypto.aead.AeadEngine.Header;
import dev.shieldwall.crypto.internal.JdkProviders;
import dev.shieldwall.crypto.internal.KnownAnswer;
import dev.shieldwall.crypto.internal.Tested;
import java.nio.ByteBuffer;
import java.security.Provider;
import java.util.Arrays;
import java.util.List;

/**
 * Authenticated encryption with a nonce that the caller chooses, for framings that count. The result is the ciphertext
 * with the tag behind it, as the RFCs have it; nonce and algorithm are known to both sides.
 *
 * <p>Guarantee: what opens was sealed with this key, nonce and associated data; the plaintext is hidden but for its
 * length. <b>Only as long as no nonce seals twice</b>: a second use reveals both plaintexts to whoever knows one, and
 * with AES-GCM lets a stranger forge. The caller's counter is the guard. The engine notices a nonce that is used twice
 * in a row and throws {@link CryptoBug}, but that depends on which engine is spare, so it helps tests and nobody else.
 * Not guaranteed: that a message opens under one key only (the algorithms are not key-committing), freshness, order.
 *
 * <p>With a nonce of another length than the algorithm's nothing is sealed and nothing opens. Thread-safe.
 */
public final class NonceAead implements AutoCloseable {

    private static final List<Tested> TESTED = Arrays.stream(AeadAlgorithm.values())
            .map(algorithm -> Tested.of(
                    algorithm.algorithmName(),
                    JdkProviders.SUN_JCE.getName(),
                    () -> selfTest(algorithm, JdkProviders.SUN_JCE)))
            .toList();

    private final AeadEngine engine;
    private final AeadAlgorithm algorithm;

    /** Takes the key over: closing either closes both. */
    public NonceAead(AeadKey key) {
        this(key, JdkProviders.SUN_JCE);
        requireTested(algorithm);
    }

    NonceAead(AeadKey key, Provider provider) {
        key.serve(NonceAead.class);
        this.engine = new AeadEngine(key, provider);
        this.algorithm = key.algorithm();
    }

    public AeadAlgorithm algorithm() {
        return algorithm;
    }

    /** Returns the ciphertext and the tag behind it. */
    public byte[] seal(byte[] nonce, byte[] plaintext, byte[] associatedData) {
        byte[] sealed = new byte[plaintext.length + AeadAlgorithm.TAG_BYTES];
        engine.seal(header(nonce, associatedData), plaintext, sealed, 0);
        return sealed;
    }

    /**
     * Reads what remains of the plaintext and writes 16 bytes more; both buffers move. They may share memory, but not be
     * one object.
     */
    public void seal(byte[] nonce, ByteBuffer plaintext, byte[] associatedData, ByteBuffer sealed) {
        engine.seal(header(nonce, associatedData), plaintext, sealed);
    }

    public byte[] open(byte[] nonce, byte[] sealed, byte[] associatedData) throws OpenRejectedException {
        return engine.open(openable(nonce, associatedData), sealed, 0);
    }

    /**
     * Reads what remains of the sealed buffer and writes 16 bytes less; both buffers move. They may share memory, but not
     * be one object. If it is rejected neither moves, and the bytes that would have been written are zero, or as before
     * where nothing was tried.
     */
    public void open(byte[] nonce, ByteBuffer sealed, byte[] associatedData, ByteBuffer plaintext)
            throws OpenRejectedException {
        engine.open(openable(nonce, associatedData), sealed, plaintext);
    }

    private Header header(byte[] nonce, byte[] associatedData) {
        if (nonce.length != algorithm.nonceBytes()) {
            throw new IllegalArgumentException("a nonce of " + algorithm.algorithmName() + " has " + algorithm.nonceBytes()
                    + " bytes, not " + nonce.length);
        }
        return new Header(nonce, associatedData);
    }

    /** Of what is opened a stranger may have chosen the nonce. */
    private Header openable(byte[] nonce, byte[] associatedData) throws OpenRejectedException {
        if (nonce.length != algorithm.nonceBytes()) {
            throw new OpenRejectedException();
        }
        return new Header(nonce, associatedData);
    }

    @Override
    public void close() {
        engine.close();
    }

    /** Every algorithm, with the state of its self-test. */
    public static List<Tested> tested() {
        return TESTED;
    }

    static void requireTested(AeadAlgorithm algorithm) {
        TESTED.get(algorithm.ordinal()).require();
    }

    /** Known answers: GCM specification case 14, RFC 8439 section 2.8.2, draft-irtf-cfrg-xchacha-03 section A.3.1. */
    static void selfTest(AeadAlgorithm algorithm, Provider provider) {
        KnownSeal known = KnownSeal.of(algorithm);
        try (NonceAead aead = new NonceAead(known.key(), provider)) {
            byte[] sealed = aead.seal(known.nonce(), known.plaintext(), known.associatedData());
            KnownAnswer.require(algorithm.algorithmName(), known.sealedHex(), sealed);
            byte[] opened = aead.open(known.nonce(), sealed, known.associatedData());
            KnownAnswer.require(algorithm.algorithmName(), known.plaintextHex(), opened);
            sealed[0] ^= 1;
            requireRejected(aead, known, sealed);
        } catch (OpenRejectedException e) {
            throw new CryptoBug(algorithm.algorithmName() + " does not open what it sealed; refusing to start", e);
        }
    }

    private static void requireRejected(NonceAead aead, KnownSeal known, byte[] altered) {
        try {
            aead.open(known.nonce(), altered, known.associatedData());
        } catch (OpenRejectedException e) {
            return;
        }
        throw new CryptoBug(aead.algorithm.algorithmName() + " opens what was altered; refusing to start");
    }
}
