package dev.shieldwall.transport.channel;

import java.time.Duration;

/**
 * What strangers may take. An address is an IPv4 address, the first 64 bits of an IPv6 address, or the user of a Unix
 * socket; whoever shares one shares its limits.
 */
public record AdmissionLimits(
        int connections,
        int connectionsPerAddress,
        int handshakesPerAddress,
        int failuresBeforeLockout,
        Duration lockout) {

    public static final AdmissionLimits DEFAULT = new AdmissionLimits(1024, 256, 32, 10, Duration.ofSeconds(60));

    public AdmissionLimits {
        requirePositive(connections);
        requirePositive(connectionsPerAddress);
        requirePositive(handshakesPerAddress);
        requirePositive(failuresBeforeLockout);
        requirePositive(lockout.toMillis());
    }

    private static void requirePositive(long value) {
        if (value < 1) {
            throw new IllegalArgumentException("a limit of admission must be positive");
        }
    }
}
