package dev.shieldwall.transport.bus.core;

import java.util.Arrays;

/** The public key of a component or of a broker, 32 bytes; as text Z85. */
public record CurveKey(byte[] bytes) {

    public static final int BYTES = 32;

    public CurveKey {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a CURVE key has " + BYTES + " bytes");
        }
        bytes = bytes.clone();
    }

    public static CurveKey parse(String z85) throws MalformedException {
        byte[] bytes = Z85.decode(z85);
        if (bytes.length != BYTES) {
            throw new MalformedException("a CURVE key has 40 characters");
        }
        return new CurveKey(bytes);
    }

    @Override
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CurveKey that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return Z85.encode(bytes);
    }
}
