package dev.shieldwall.crypto.pkcs11;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Which token, and how much of it at a time.
 *
 * @param label of the token; exactly one may have it
 * @param sessions how many calls run at a time; one more session keeps the login, and one more makes a key
 * @param patience how long a call waits for a session, and closing for the calls that run
 */
public record TokenSettings(String label, int sessions, Duration patience) {

    public static final int MOST_SESSIONS = 64;
    public static final Duration SHORTEST_PATIENCE = Duration.ofMillis(1);
    public static final Duration LONGEST_PATIENCE = Duration.ofMinutes(5);

    private static final int DEFAULT_SESSIONS = 4;
    private static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(10);

    public TokenSettings {
        int bytes = label.getBytes(StandardCharsets.UTF_8).length;
        if (bytes < 1 || bytes > TokenInfo.LABEL_BYTES || !label.equals(label.stripTrailing())) {
            throw new IllegalArgumentException("a token's label has 1 to " + TokenInfo.LABEL_BYTES + " bytes, the last no blank");
        }
        if (sessions < 1 || sessions > MOST_SESSIONS) {
            throw new IllegalArgumentException("a token is used with 1 to " + MOST_SESSIONS + " sessions");
        }
        if (patience.compareTo(SHORTEST_PATIENCE) < 0 || patience.compareTo(LONGEST_PATIENCE) > 0) {
            throw new IllegalArgumentException("patience is " + SHORTEST_PATIENCE + " to " + LONGEST_PATIENCE);
        }
    }

    public static TokenSettings of(String label) {
        return new TokenSettings(label, DEFAULT_SESSIONS, DEFAULT_PATIENCE);
    }
}
