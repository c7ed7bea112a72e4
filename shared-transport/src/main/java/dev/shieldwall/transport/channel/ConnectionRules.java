package dev.shieldwall.transport.channel;

import java.time.Duration;

/** Deadlines of a connection, and how often a client tries again. */
public record ConnectionRules(
        Duration handshakeTimeout, Duration keepaliveInterval, int retryLimit, AdmissionLimits admission) {

    public static final ConnectionRules DEFAULT =
            new ConnectionRules(Duration.ofSeconds(30), Duration.ofSeconds(60), 3, AdmissionLimits.DEFAULT);

    public ConnectionRules {
        if (handshakeTimeout.toMillis() < 1 || keepaliveInterval.toMillis() < 1 || retryLimit < 0) {
            throw new IllegalArgumentException("deadlines are positive, retries not negative");
        }
    }
}
