package dev.shieldwall.crypto.internal;

import dev.shieldwall.crypto.CryptoBug;
import java.util.Arrays;
import java.util.HexFormat;

/** Compares what a primitive computes with a published answer. The vectors are public, so nothing here is secret. */
public final class KnownAnswer {

    private static final HexFormat HEX = HexFormat.of();

    private KnownAnswer() {}

    public static byte[] hex(String text) {
        return HEX.parseHex(text);
    }

    /** Throws {@link CryptoBug} unless the answer is the expected one. */
    public static void require(String primitive, String expectedHex, byte[] answer) {
        if (!Arrays.equals(hex(expectedHex), answer)) {
            throw new CryptoBug(primitive + " answers wrongly: " + HEX.formatHex(answer) + " instead of " + expectedHex
                    + "; refusing to start");
        }
    }
}
