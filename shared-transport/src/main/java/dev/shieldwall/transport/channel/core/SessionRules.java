package dev.shieldwall.transport.channel.core;

import java.time.Duration;

/**
 * How long a session and its keys live, and how large a message may be. By the defaults a session ends before its keys
 * are a day old, so that rotation by time happens only where the timeout is set above the interval.
 */
public record SessionRules(Duration timeout, Duration keyRotationInterval, long rotateAfterBytes, int maxMessageBytes) {

    /** The bound of the frame; a configuration may only lower it. */
    public static final int MOST_MESSAGE_BYTES = 16_777_216;

    public static final SessionRules DEFAULT =
            new SessionRules(Duration.ofSeconds(3600), Duration.ofSeconds(86_400), 1L << 30, MOST_MESSAGE_BYTES);

    public SessionRules {
        requirePositive("session timeout", timeout.toMillis());
        requirePositive("key rotation interval", keyRotationInterval.toMillis());
        requirePositive("volume of a key", rotateAfterBytes);
        requirePositive("message size", maxMessageBytes);
        if (maxMessageBytes > MOST_MESSAGE_BYTES) {
            throw new IllegalArgumentException("a message has at most " + MOST_MESSAGE_BYTES + " bytes");
        }
    }

    private static void requirePositive(String what, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(what + " must be positive");
        }
    }
}
