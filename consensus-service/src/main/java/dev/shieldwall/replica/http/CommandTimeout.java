package dev.shieldwall.replica.http;

import java.time.Duration;

/** How long a caller waits for a decision before it is told that the outcome is unknown. */
public record CommandTimeout(Duration value) {
    public CommandTimeout {
        if (!value.isPositive()) {
            throw new IllegalArgumentException("a caller waits some time");
        }
    }
}
