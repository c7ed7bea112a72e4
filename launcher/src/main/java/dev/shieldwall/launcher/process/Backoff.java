package dev.shieldwall.launcher.process;

import java.time.Duration;

/**
 * How long to wait before a process that died is started again: doubling from half a second to half a minute, and
 * back to the start once it has lived for a minute.
 */
final class Backoff {

    static final Duration FIRST = Duration.ofMillis(500);
    static final Duration LONGEST = Duration.ofSeconds(30);
    static final Duration LONG_ENOUGH = Duration.ofMinutes(1);

    private Duration next = FIRST;

    /** The wait after a process that lived so long. */
    Duration afterLifeOf(Duration life) {
        if (life.compareTo(LONG_ENOUGH) >= 0) {
            next = FIRST;
        }
        Duration wait = next;
        next = next.multipliedBy(2).compareTo(LONGEST) < 0 ? next.multipliedBy(2) : LONGEST;
        return wait;
    }

    void reset() {
        next = FIRST;
    }
}
