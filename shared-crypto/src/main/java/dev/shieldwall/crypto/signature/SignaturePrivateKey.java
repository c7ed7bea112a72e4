package dev.shieldwall.crypto.signature;

import dev.shieldwall.crypto.CryptoBug;
import dev.shieldwall.crypto.SecretAccess;
import dev.shieldwall.crypto.SecretBytes;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Set;

/**
 * A private key together with its algorithm. Encoded as the id byte, then the seed where the algorithm has one; SLH-DSA
 * has the form of FIPS 205.
 *
 * <p>Thread-safe. {@link #close} overwrites what can be overwritten; Bouncy Castle and ACCP keep copies that cannot.
 */
public final class SignaturePrivateKey implements AutoCloseable {

    private final SignatureAlgorithm algorithm;
    private final SecretBytes raw;
    private final SignatureScheme.ParsedPrivateKey parsed;
    private final SignaturePublicKey publicKey;
    private volatile boolean closed;

    private SignaturePrivateKey(SignatureAlgorithm algorithm, byte[] raw, SignatureScheme scheme)
            throws KeyRejectedException {
        this.algorithm = algorithm;
        this.parsed = scheme.privateKey(raw);
        this.publicKey = SignaturePublicKey.of(algorithm, parsed.publicKey(), scheme);
        this.raw = SecretBytes.copyOf(raw);
    }

    /** Whoever names an experimental algorithm here has asked for it. */
    public static SignaturePrivateKey generate(SignatureAlgorithm algorithm, SecureRandom random) {
        return generate(algorithm, random, SignatureScheme.of(algorithm));
    }

    static SignaturePrivateKey generate(SignatureAlgorithm algorithm, SecureRandom random, SignatureScheme scheme) {
        byte[] drawn = scheme.drawPrivateKey(random);
        try {
            return new SignaturePrivateKey(algorithm, drawn, scheme);
        } catch (KeyRejectedException e) {
            throw new CryptoBug("a generated key of " + algorithm + " is refused", e);
        } finally {
            Arrays.fill(drawn, (byte) 0);
        }
    }

    /** Copies; the caller still owns, and should wipe, its own array. */
    public static SignaturePrivateKey of(SignatureAlgorithm algorithm, byte[] raw) throws KeyRejectedException {
        if (raw.length != algorithm.privateKeyBytes()) {
            throw new KeyRejectedException("a private key of " + algorithm + " has " + algorithm.privateKeyBytes()
                    + " bytes, not " + raw.length);
        }
        return new SignaturePrivateKey(algorithm, raw, SignatureScheme.of(algorithm));
    }

    /** Accepts the standard algorithms. */
    public static SignaturePrivateKey decode(byte[] encoded) throws KeyRejectedException {
        return decode(encoded, SignatureAlgorithm.STANDARD);
    }

    public static SignaturePrivateKey decode(byte[] encoded, Set<SignatureAlgorithm> accepted)
            throws KeyRejectedException {
        SignatureAlgorithm algorithm = SignaturePublicKey.acceptedOf(encoded, accepted);
        byte[] raw = Arrays.copyOfRange(encoded, 1, encoded.length);
        try {
            return of(algorithm, raw);
        } finally {
            Arrays.fill(raw, (byte) 0);
        }
    }

    public SignatureAlgorithm algorithm() {
        return algorithm;
    }

    public SignaturePublicKey publicKey() {
        return publicKey;
    }

    /** Returns the id byte and the key, which the caller should overwrite after use. */
    public byte[] encode(SecretAccess access) {
        byte[] copy = raw.copy(access);
        try {
            return algorithm.tag(copy);
        } finally {
            Arrays.fill(copy, (byte) 0);
        }
    }

    /**
     * Looks twice: a key that another thread overwrote meanwhile has signed something, but not as this key, or its library
     * has failed in its own words.
     */
    byte[] sign(SigningContext context, byte[] message) {
        requireOpen();
        try {
            return parsed.sign(context, message);
        } finally {
            requireOpen();
        }
    }

    public boolean isClosed() {
        return closed;
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
            raw.close();
            parsed.destroy();
        }
    }

    @Override
    public String toString() {
        return "SignaturePrivateKey[" + algorithm + ", redacted, public " + publicKey + "]";
    }
}
