package dev.shieldwall.crypto.pkcs11;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Which token, and how much of it at a time.
 *
 * @param label of the token; exactly one may have it
 * @param serial that it must have as well before it is told the PIN, because anybody can give a token our label; null
 *     for any
 * @param sessions how many calls run at a time; one more session keeps the login, and one more makes a key
 * @param patience how long a call waits for a session, and closing for the calls that run
 */
public record TokenSettings(String label, @Nullable String serial, int sessions, Duration patience) {

    public static final int MOST_SESSIONS = 64;
    public static final Duration SHORTEST_PATIENCE = Duration.ofMillis(1);
    public static final Duration LONGEST_PATIENCE = Duration.ofMinutes(5);

    private static final int DEFAULT_SESSIONS = 4;
    private static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(10);

    public TokenSettings {
        if (!isText(label, TokenInfo.LABEL_BYTES)) {
            throw new IllegalArgumentException("a token's label has 1 to " + TokenInfo.LABEL_BYTES + " bytes, the last no blank");
        }
        if (serial != null && !isText(serial, TokenInfo.SERIAL_BYTES)) {
            throw new IllegalArgumentException(
                    "a token's serial has 1 to " + TokenInfo.SERIAL_BYTES + " bytes, the last no blank");
        }
        if (sessions < 1 || sessions > MOST_SESSIONS) {
            throw new IllegalArgumentException("a token is used with 1 to " + MOST_SESSIONS + " sessions");
        }
        if (patience.compareTo(SHORTEST_PATIENCE) < 0 || patience.compareTo(LONGEST_PATIENCE) > 0) {
            throw new IllegalArgumentException("patience is " + SHORTEST_PATIENCE + " to " + LONGEST_PATIENCE);
        }
    }

    /** Any token of that label. */
    public TokenSettings(String label, int sessions, Duration patience) {
        this(label, null, sessions, patience);
    }

    public static TokenSettings of(String label) {
        return new TokenSettings(label, DEFAULT_SESSIONS, DEFAULT_PATIENCE);
    }

    public TokenSettings withSerial(String number) {
        return new TokenSettings(label, number, sessions, patience);
    }

    private static boolean isText(String text, int mostBytes) {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        return bytes >= 1 && bytes <= mostBytes && text.equals(text.stripTrailing());
    }

    boolean means(TokenInfo token) {
        return token.label().equals(label) && (serial == null || token.serial().equals(serial));
    }

    /** For messages. */
    String names() {
        return " the label '" + label + "'" + (serial == null ? "" : " and the serial " + serial);
    }
}
