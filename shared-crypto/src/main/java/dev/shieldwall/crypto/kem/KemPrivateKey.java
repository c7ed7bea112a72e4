package dev.shieldwall.crypto.kem;

import dev.shieldwall.crypto.CryptoBug;
import dev.shieldwall.crypto.SecretAccess;
import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.crypto.signature.KeyRejectedException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/**
 * A private key together with its algorithm. Encoded as the id byte, then the seed, whose length is exact.
 *
 * <p>Thread-safe. {@link #close} overwrites seed and expanded key.
 */
public final class KemPrivateKey implements AutoCloseable {

    private final KemAlgorithm algorithm;
    private final SecretBytes seed;
    private final KemScheme.ParsedPrivateKey parsed;
    private final KemPublicKey publicKey;
    private volatile boolean closed;

    private KemPrivateKey(KemAlgorithm algorithm, byte[] seed) {
        this.algorithm = algorithm;
        this.parsed = KemScheme.of(algorithm).privateKey(seed);
        this.seed = SecretBytes.copyOf(seed);
        try {
            this.publicKey = KemPublicKey.of(algorithm, parsed.publicKey());
        } catch (KeyRejectedException e) {
            throw new CryptoBug("a derived key of " + algorithm + " is refused", e);
        }
    }

    public static KemPrivateKey generate(KemAlgorithm algorithm, SecureRandom random) {
        byte[] seed = new byte[algorithm.privateKeyBytes()];
        random.nextBytes(seed);
        try {
            return new KemPrivateKey(algorithm, seed);
        } finally {
            Arrays.fill(seed, (byte) 0);
        }
    }

    /** Copies the seed; the caller still owns, and should wipe, its own array. */
    public static KemPrivateKey of(KemAlgorithm algorithm, byte[] seed) throws KeyRejectedException {
        if (seed.length != algorithm.privateKeyBytes()) {
            throw new KeyRejectedException("a private key of " + algorithm + " has " + algorithm.privateKeyBytes()
                    + " bytes, not " + seed.length);
        }
        return new KemPrivateKey(algorithm, seed);
    }

    public static KemPrivateKey decode(byte[] encoded) throws KeyRejectedException {
        return decode(encoded, EnumSet.allOf(KemAlgorithm.class));
    }

    public static KemPrivateKey decode(byte[] encoded, Set<KemAlgorithm> accepted) throws KeyRejectedException {
        KemAlgorithm algorithm = KemPublicKey.acceptedOf(encoded, accepted);
        byte[] seed = Arrays.copyOfRange(encoded, 1, encoded.length);
        try {
            return of(algorithm, seed);
        } finally {
            Arrays.fill(seed, (byte) 0);
        }
    }

    /**
     * Gets the secret out of a ciphertext. A ciphertext that somebody changed is not an error but gives another secret;
     * what is sealed with that does not open. Refused are a wrong id, a wrong length, and X25519 or X448 points of small
     * order.
     */
    public SecretBytes decapsulate(byte[] ciphertext) throws CiphertextRejectedException {
        if (ciphertext.length != 1 + algorithm.ciphertextBytes() || ciphertext[0] != algorithm.id()) {
            throw new CiphertextRejectedException("a ciphertext of " + algorithm + " is its id and "
                    + algorithm.ciphertextBytes() + " bytes");
        }
        byte[] secret = secretOf(Arrays.copyOfRange(ciphertext, 1, ciphertext.length));
        try {
            return SecretBytes.copyOf(secret);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    /**
     * Looks twice: a key that another thread overwrote meanwhile gives a secret, but not its own, or its library fails in
     * its own words.
     */
    private byte[] secretOf(byte[] ciphertext) throws CiphertextRejectedException {
        requireOpen();
        byte[] secret = {};
        try {
            secret = parsed.decapsulate(ciphertext);
        } finally {
            if (closed) {
                Arrays.fill(secret, (byte) 0);
            }
            requireOpen();
        }
        return secret;
    }

    public KemAlgorithm algorithm() {
        return algorithm;
    }

    public KemPublicKey publicKey() {
        return publicKey;
    }

    /** Returns the id byte and the seed, which the caller should overwrite after use. */
    public byte[] encode(SecretAccess access) {
        byte[] copy = seed.copy(access);
        try {
            return algorithm.tag(copy);
        } finally {
            Arrays.fill(copy, (byte) 0);
        }
    }

    /** Copy of the seed, for {@link DhAgreement}. Secret: overwrite after use. */
    byte[] scalar() {
        return seed.asKey(algorithm.canonicalName()).getEncoded();
    }

    private void requireOpen() {
        if (closed) {
            throw new CryptoBug("private key used after close");
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            seed.close();
            parsed.destroy();
        }
    }

    @Override
    public String toString() {
        return "KemPrivateKey[" + algorithm + ", redacted, public " + publicKey + "]";
    }
}
