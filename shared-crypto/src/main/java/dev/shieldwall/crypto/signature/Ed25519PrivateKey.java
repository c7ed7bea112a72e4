package dev.shieldwall.crypto.signature;

import dev.shieldwall.crypto.CryptoBug;
import dev.shieldwall.crypto.SecretAccess;
import dev.shieldwall.crypto.SecretBytes;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * An Ed25519 private key: the 32-byte seed of RFC 8032 section 5.1.5.
 *
 * <p>Thread-safe. {@link #close} overwrites the seed and asks the backend to do the same with its copy; native
 * libraries do, Bouncy Castle cannot.
 */
public final class Ed25519PrivateKey implements AutoCloseable {

    public static final int SEED_BYTES = 32;

    private final SecretBytes seed;
    private final Ed25519PublicKey publicKey;
    private final SignatureBackend.SigningKey signing;
    private volatile boolean closed;

    private Ed25519PrivateKey(byte[] seedBytes, SignatureBackend backend) {
        this.seed = SecretBytes.copyOf(seedBytes);
        byte[] derived = new byte[Ed25519PublicKey.BYTES];
        Ed25519.generatePublicKey(seedBytes, 0, derived, 0);
        try {
            this.publicKey = Ed25519PublicKey.of(derived, backend);
        } catch (KeyRejectedException e) {
            throw new CryptoBug("a derived key is always of prime order", e);
        }
        this.signing = backend.signingKey(seedBytes);
    }

    /** Copies the seed; the caller still owns, and should wipe, its own array. */
    public static Ed25519PrivateKey fromSeed(byte[] seed) {
        return fromSeed(seed, SelectedBackend.get());
    }

    static Ed25519PrivateKey fromSeed(byte[] seed, SignatureBackend backend) {
        if (seed.length != SEED_BYTES) {
            throw new IllegalArgumentException("an Ed25519 seed has 32 bytes, not " + seed.length);
        }
        return new Ed25519PrivateKey(seed, backend);
    }

    public static Ed25519PrivateKey generate(SecureRandom random) {
        byte[] seed = new byte[SEED_BYTES];
        random.nextBytes(seed);
        try {
            return fromSeed(seed);
        } finally {
            Arrays.fill(seed, (byte) 0);
        }
    }

    public Ed25519PublicKey publicKey() {
        return publicKey;
    }

    /** Returns a copy of the seed, which the caller should overwrite after use. */
    public byte[] seed(SecretAccess access) {
        return seed.copy(access);
    }

    /** Looks twice, as {@link SignaturePrivateKey#sign} does. */
    byte[] sign(byte[] signed) {
        requireOpen();
        try {
            return signing.sign(signed);
        } finally {
            requireOpen();
        }
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
            signing.destroy();
        }
    }

    @Override
    public String toString() {
        return "Ed25519PrivateKey[redacted, public " + publicKey.thumbprint() + "]";
    }
}
