package dev.shieldwall.crypto;

import java.security.MessageDigest;

/** Comparison whose duration does not depend on where two arrays of equal length differ. Lengths are not secret. */
public final class ConstantTime {

    private ConstantTime() {}

    public static boolean equals(byte[] left, byte[] right) {
        return MessageDigest.isEqual(left, right);
    }

    /** What X25519 and X448 give for a peer's point of small order. */
    public static boolean isZero(byte[] bytes) {
        return equals(bytes, new byte[bytes.length]);
    }
}
