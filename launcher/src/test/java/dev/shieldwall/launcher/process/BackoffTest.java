package dev.shieldwall.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private static final Duration SHORT = Backoff.LONG_ENOUGH.minusNanos(1);

    @Test
    void pausesDoubleUpToTheLongest() {
        var backoff = new Backoff();
        Duration last = backoff.afterLifeOf(SHORT);
        assertThat(last).isEqualTo(Backoff.FIRST);
        for (int death = 0; death < 20; death++) {
            Duration next = backoff.afterLifeOf(SHORT);
            assertThat(next).isBetween(last, Backoff.LONGEST);
            last = next;
        }
        assertThat(last).isEqualTo(Backoff.LONGEST);
    }

    @Test
    void aLongLifeIsForgiven() {
        var backoff = new Backoff();
        backoff.afterLifeOf(SHORT);
        assertThat(backoff.afterLifeOf(SHORT)).isGreaterThan(Backoff.FIRST);
        assertThat(backoff.afterLifeOf(Backoff.LONG_ENOUGH)).isEqualTo(Backoff.FIRST);
    }
}
