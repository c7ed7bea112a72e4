package dev.shieldwall.model.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** UTF-8 without replacement characters: text that cannot be written exactly, and bytes that are not text, are refused. */
final class Utf8 {

    private Utf8() {}

    /** @throws IllegalArgumentException for half a surrogate pair, which UTF-8 cannot say (RFC 3629 section 3) */
    static byte[] encode(String text) {
        requireWholeCharacters(text);
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Decoding replaces what is malformed, and what was replaced does not encode to the same bytes again. */
    static String decode(byte[] source, int from, int to) throws MalformedException {
        String text = new String(source, from, to - from, StandardCharsets.UTF_8);
        byte[] again = text.getBytes(StandardCharsets.UTF_8);
        if (!Arrays.equals(again, 0, again.length, source, from, to)) {
            throw new MalformedException("is not UTF-8");
        }
        return text;
    }

    static void requireWholeCharacters(String text) {
        if (hasHalfCharacter(text)) {
            throw new IllegalArgumentException("text with half a surrogate pair");
        }
    }

    static boolean hasHalfCharacter(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isSurrogate(c)) {
                continue;
            }
            boolean pair = Character.isHighSurrogate(c) && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (!pair) {
                return true;
            }
            i++;
        }
        return false;
    }
}
