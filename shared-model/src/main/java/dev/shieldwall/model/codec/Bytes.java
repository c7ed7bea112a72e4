package dev.shieldwall.model.codec;

import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** An immutable byte string. JSON writes it as base64url without padding (RFC 4648 section 5), CBOR as a byte string. */
public final class Bytes implements Comparable<Bytes> {

    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] value;

    private Bytes(byte[] value) {
        this.value = value;
    }

    /** Copies {@code value}. */
    public static Bytes of(byte... value) {
        return new Bytes(value.clone());
    }

    /** Takes {@code value} as it is: the caller promises never to change it. For bytes made for this purpose. */
    public static Bytes wrap(byte[] value) {
        return new Bytes(value);
    }

    /** The bytes of {@code hex}, which has an even number of hex digits. */
    public static Bytes ofHex(String hex) {
        return new Bytes(HexFormat.of().parseHex(hex));
    }

    /** The bytes of {@code text}: base64url without padding and without stray bits, so each value has one spelling. */
    public static Bytes ofBase64Url(String text) throws MalformedException {
        try {
            Bytes bytes = new Bytes(Base64.getUrlDecoder().decode(text));
            if (bytes.toBase64Url().equals(text)) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            throw new MalformedException("is not base64url", e);
        }
        throw new MalformedException("is not base64url in its only spelling");
    }

    public int size() {
        return value.length;
    }

    /** A copy. */
    public byte[] toArray() {
        return value.clone();
    }

    /** The inner array itself, for hashing and writing without a copy. The caller must not change it. */
    public byte[] unsafeArray() {
        return value;
    }

    public String toHex() {
        return HexFormat.of().formatHex(value);
    }

    public String toBase64Url() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(value);
    }

    /** Unsigned, byte by byte; a prefix comes first. */
    @Override
    public int compareTo(Bytes other) {
        return Arrays.compareUnsigned(value, other.value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return toHex();
    }
}
