package dev.shieldwall.client;

import java.net.URI;
import java.time.Duration;

/**
 * Where the mesh is and how patient to be.
 *
 * @param gateway base address
 * @param attemptTimeout end of one HTTP request
 * @param patience how long a command is submitted again before its outcome is reported as unknown
 */
public record ClientSettings(URI gateway, Duration attemptTimeout, Duration patience) {

    public static final Duration DEFAULT_ATTEMPT_TIMEOUT = Duration.ofSeconds(12);
    public static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(20);

    public ClientSettings {
        if (!attemptTimeout.isPositive() || !patience.isPositive()) {
            throw new IllegalArgumentException("timeouts are positive");
        }
    }

    public static ClientSettings of(URI gateway) {
        return new ClientSettings(gateway, DEFAULT_ATTEMPT_TIMEOUT, DEFAULT_PATIENCE);
    }
}
