package dev.shieldwall.crypto;

import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Objects;
import javax.crypto.SecretKey;

/**
 * Bytes that must not reach a log: printed as their length only, compared in constant time, overwritten on close.
 *
 * <p>Not guaranteed: that no other copy exists. The collector may have moved the array, and whoever calls
 * {@link #copy} owns a copy that this object cannot wipe.
 *
 * <p>Thread-safe. After {@link #close} every read is a {@link CryptoBug}.
 */
public final class SecretBytes implements AutoCloseable {

    private final byte[] bytes;
    private boolean closed;

    private SecretBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Copies; the caller still owns, and should wipe, its own array. */
    public static SecretBytes copyOf(byte[] bytes) {
        return new SecretBytes(bytes.clone());
    }

    public static SecretBytes random(int length, SecureRandom random) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return new SecretBytes(bytes);
    }

    public int length() {
        return bytes.length;
    }

    /** Returns a copy, which the caller should overwrite after use. */
    public byte[] copy(SecretAccess access) {
        Objects.requireNonNull(access);
        return content();
    }

    private synchronized byte[] content() {
        if (closed) {
            throw new CryptoBug("secret used after close");
        }
        return bytes.clone();
    }

    /**
     * This secret, not a copy, as a key for an engine of this module. It asks for no token, because a test of the
     * architecture lets no other module call it.
     */
    public SecretKey asKey(String algorithm) {
        return new Key(algorithm);
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public synchronized void close() {
        closed = true;
        Arrays.fill(bytes, (byte) 0);
    }

    /** Two secrets are equal when both are open and hold the same bytes. */
    @Override
    public boolean equals(Object other) {
        if (this == other) {
            return true;
        }
        if (!(other instanceof SecretBytes that)) {
            return false;
        }
        byte[] left = snapshot();
        byte[] right = that.snapshot();
        boolean equal = left.length > 0 && ConstantTime.equals(left, right);
        Arrays.fill(left, (byte) 0);
        Arrays.fill(right, (byte) 0);
        return equal;
    }

    private synchronized byte[] snapshot() {
        return closed ? new byte[0] : bytes.clone();
    }

    /** Constant per length, so that a hash table never leaks content through its order. */
    @Override
    public int hashCode() {
        return bytes.length;
    }

    @Override
    public String toString() {
        return "SecretBytes[" + bytes.length + " bytes, redacted]";
    }

    /** Engines overwrite the copy that they take. */
    private final class Key implements SecretKey {

        private final String algorithm;

        Key(String algorithm) {
            this.algorithm = algorithm;
        }

        @Override
        public String getAlgorithm() {
            return algorithm;
        }

        @Override
        public String getFormat() {
            return "RAW";
        }

        @Override
        public byte[] getEncoded() {
            return content();
        }

        @Override
        public boolean isDestroyed() {
            return isClosed();
        }

        @Override
        public void destroy() {
            close();
        }

        private void writeObject(ObjectOutputStream out) throws NotSerializableException {
            throw new NotSerializableException("a secret");
        }

        @Override
        public String toString() {
            return SecretBytes.this.toString();
        }
    }
}
