package dev.shieldwall.crypto.pkcs11;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/**
 * What C_GetTokenInfo tells.
 *
 * @param label without the blanks that fill it up
 * @param shortestPin in bytes
 * @param longestPin in bytes
 */
record TokenInfo(String label, String serial, long flags, long shortestPin, long longestPin) {

    /** CK_TOKEN_INFO. */
    static final long BYTES = 208;

    static final int LABEL_BYTES = 32;
    static final int SERIAL_BYTES = 16;

    private static final long SERIAL_AT = 80;
    private static final long FLAGS_AT = 96;
    private static final long LONGEST_PIN_AT = 136;
    private static final long SHORTEST_PIN_AT = 144;

    private static final long USER_PIN_INITIALIZED = 0x8;
    private static final long INITIALIZED = 0x400;
    private static final long PIN_COUNT_LOW = 0x10000;
    private static final long PIN_FINAL_TRY = 0x20000;
    private static final long PIN_LOCKED = 0x40000;

    static TokenInfo of(MemorySegment info) {
        return new TokenInfo(
                text(info, 0, LABEL_BYTES), text(info, SERIAL_AT, SERIAL_BYTES), info.get(ValueLayout.JAVA_LONG, FLAGS_AT),
                info.get(ValueLayout.JAVA_LONG, SHORTEST_PIN_AT), info.get(ValueLayout.JAVA_LONG, LONGEST_PIN_AT));
    }

    private static String text(MemorySegment info, long offset, int bytes) {
        byte[] padded = info.asSlice(offset, bytes).toArray(ValueLayout.JAVA_BYTE);
        return new String(padded, StandardCharsets.UTF_8).stripTrailing();
    }

    boolean initialized() {
        return has(INITIALIZED) && has(USER_PIN_INITIALIZED);
    }

    boolean isSameToken(TokenInfo other) {
        return label.equals(other.label) && serial.equals(other.serial);
    }

    /** For messages. The token chose these words, so nothing that a terminal obeys is among them. */
    String names() {
        return "'" + printable(label) + "' (serial " + printable(serial) + ")";
    }

    private static String printable(String text) {
        var shown = new StringBuilder();
        text.chars().forEach(c -> shown.append(c >= ' ' && c <= '~' && c != '\\' ? String.valueOf((char) c) : "\\u%04x".formatted(c)));
        return shown.toString();
    }

    boolean tellsOfWrongPin() {
        return has(PIN_LOCKED) || has(PIN_COUNT_LOW) || has(PIN_FINAL_TRY);
    }

    /**
     * Refuses where a try could cost the token. A program that is started again and again with a wrong PIN would lock it;
     * so after one wrong try a person has to log in, which resets the count.
     */
    void requireSafeToTry(int pinBytes) {
        if (has(PIN_LOCKED)) {
            throw refused(TokenState.PIN_LOCKED);
        }
        if (has(PIN_COUNT_LOW) || has(PIN_FINAL_TRY)) {
            throw refused(TokenState.PIN_TRIES_LOW);
        }
        if (pinBytes < shortestPin || pinBytes > longestPin) {
            throw Pkcs11Exception.refused("token '" + label + "' takes PINs of " + shortestPin + " to " + longestPin
                    + " bytes; this one was not tried");
        }
    }

    private Pkcs11Exception refused(TokenState state) {
        return Pkcs11Exception.of(state, "token '" + label + "': " + state.meaning() + "; the PIN was not tried");
    }

    private boolean has(long flag) {
        return (flags & flag) != 0;
    }
}
