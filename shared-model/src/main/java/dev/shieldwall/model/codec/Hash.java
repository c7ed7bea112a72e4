package dev.shieldwall.model.codec;

import dev.shieldwall.crypto.hash.Sha256;

/** A SHA-256 digest, 32 bytes. JSON writes it as base64url, CBOR as a byte string. */
@Scalar
public record Hash(Bytes value) implements Comparable<Hash> {

    public static final int BYTES = 32;

    /** What stands where no hash can be yet: the parent of the first block, the entry before the first entry. */
    public static final Hash ZERO = new Hash(Bytes.wrap(new byte[BYTES]));

    public Hash {
        if (value.size() != BYTES) {
            throw new IllegalArgumentException("a hash has 32 bytes");
        }
    }

    /** SHA-256 over the concatenation of {@code parts}. */
    public static Hash sha256(byte[]... parts) {
        return new Hash(Bytes.wrap(Sha256.hash(parts)));
    }

    /** Copies {@code bytes}, which are 32. */
    public static Hash of(byte[] bytes) {
        return new Hash(Bytes.of(bytes));
    }

    /** The inner array itself. The caller must not change it. */
    public byte[] unsafeArray() {
        return value.unsafeArray();
    }

    public String toHex() {
        return value.toHex();
    }

    @Override
    public int compareTo(Hash other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toHex();
    }
}
