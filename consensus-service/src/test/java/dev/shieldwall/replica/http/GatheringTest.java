package dev.shieldwall.replica.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GatheringTest {

    private static final int BURST = 200;

    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger added = new AtomicInteger();
    private final AtomicInteger flushes = new AtomicInteger();
    private volatile int flushed;
    private final Gathering gathering = new Gathering(later, () -> {
        flushed = added.get();
        flushes.incrementAndGet();
    });

    @AfterEach
    void stop() {
        later.shutdownNow();
    }

    private void add() {
        added.incrementAndGet();
        gathering.added();
    }

    @Test
    void theFirstAfterAPauseGoesAtOnce() {
        add();
        assertThat(flushed).isEqualTo(1);
    }

    @Test
    void aBurstSharesFewFlushesAndNothingOfItIsLeft() throws Exception {
        for (int i = 0; i < BURST; i++) {
            add();
        }
        later.schedule(() -> {}, 2 * Gathering.WINDOW_NANOS, TimeUnit.NANOSECONDS).get();
        assertThat(flushed).isEqualTo(BURST);
        assertThat(flushes).hasValueLessThan(BURST / 4);
    }

    @Test
    void whenNothingCanBePlannedAnyMoreItGoesAtOnce() {
        later.shutdownNow();
        add();
        add();
        assertThat(flushed).isEqualTo(2);
    }
}
