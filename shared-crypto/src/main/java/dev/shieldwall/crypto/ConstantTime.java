package dev.shieldwall.crypto;

import java.security.MessageDigest;

/** Comparison whose duration does not depend on where two arrays of equal length differ. Lengths are not secret. */
public final class ConstantTime {

    private ConstantTime() {}

    public static boolean equals(byte[] left, byte[] right) {
        return MessageDigest.isEqual(left, right);
    }
}
