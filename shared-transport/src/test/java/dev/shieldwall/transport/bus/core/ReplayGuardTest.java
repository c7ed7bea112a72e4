package dev.shieldwall.transport.bus.core;

import static dev.shieldwall.transport.bus.core.ReplayGuard.SHIFT;
import static dev.shieldwall.transport.bus.core.ReplayGuard.WINDOW_MILLIS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.transport.bus.core.ReplayGuard.Stream;
import dev.shieldwall.transport.bus.core.ReplayGuard.Verdict;
import org.junit.jupiter.api.Test;

class ReplayGuardTest {

    private static final long NOW = 1_735_689_600_000L;
    private static final Stream STREAM = stream(0);

    private final ReplayGuard guard = new ReplayGuard();

    private static Stream stream(int number) {
        return new Stream(new ComponentName("gateway"), Topic.of("logs/n" + (number + 1) + "/v1"));
    }

    @Test
    void eachNumberOfAStreamIsTakenOnceAndNoneBeforeIt() {
        assertThat(guard.accept(STREAM, NOW << SHIFT, NOW)).isEqualTo(Verdict.FRESH);
        assertThat(guard.accept(STREAM, NOW << SHIFT, NOW)).isEqualTo(Verdict.REPLAYED);
        assertThat(guard.accept(STREAM, (NOW << SHIFT) - 1, NOW)).isEqualTo(Verdict.REPLAYED);
        assertThat(guard.accept(STREAM, (NOW << SHIFT) + 1, NOW)).isEqualTo(Verdict.FRESH);
        assertThat(guard.accept(stream(1), NOW << SHIFT, NOW)).isEqualTo(Verdict.FRESH);
    }

    @Test
    void timeIsBoundedOnBothSides() {
        assertThat(guard.accept(stream(1), (NOW - WINDOW_MILLIS) << SHIFT, NOW)).isEqualTo(Verdict.FRESH);
        assertThat(guard.accept(stream(2), (NOW - WINDOW_MILLIS - 1) << SHIFT, NOW)).isEqualTo(Verdict.TOO_OLD);
        assertThat(guard.accept(stream(3), (NOW + WINDOW_MILLIS) << SHIFT, NOW)).isEqualTo(Verdict.FRESH);
        assertThat(guard.accept(stream(4), (NOW + WINDOW_MILLIS + 1) << SHIFT, NOW)).isEqualTo(Verdict.FROM_THE_FUTURE);
    }

    @Test
    void streamsAreBoundedAndOnlyQuietOnesAreForgotten() {
        for (int i = 0; i < ReplayGuard.MAX_STREAMS; i++) {
            assertThat(guard.accept(stream(i), NOW << SHIFT, NOW)).isEqualTo(Verdict.FRESH);
        }
        assertThat(guard.accept(stream(-1), NOW << SHIFT, NOW)).isEqualTo(Verdict.TOO_MANY_STREAMS);
        var ofAnother = new ReplayGuard.Stream(new ComponentName("another"), stream(-1).topic());
        assertThat(guard.accept(ofAnother, (NOW - WINDOW_MILLIS) << SHIFT, NOW)).isEqualTo(Verdict.FRESH);
        long atTheEdge = NOW + WINDOW_MILLIS;
        assertThat(guard.accept(stream(-1), atTheEdge << SHIFT, atTheEdge)).isEqualTo(Verdict.TOO_MANY_STREAMS);
        assertThat(guard.accept(stream(0), NOW << SHIFT, atTheEdge)).isEqualTo(Verdict.REPLAYED);
        long later = atTheEdge + 1;
        assertThat(guard.accept(stream(-1), later << SHIFT, later)).isEqualTo(Verdict.FRESH);
        assertThat(guard.streams()).as("the new one, and that of another").isEqualTo(2);
        // Forgotten, but refused by its time.
        assertThat(guard.accept(stream(0), NOW << SHIFT, later)).isEqualTo(Verdict.TOO_OLD);
    }

    @Test
    void numbersRiseAlsoWithinAMillisecondAndWhenTheClockGoesBack() {
        long first = ReplayGuard.next(0, NOW);
        assertThat(first).isEqualTo(NOW << SHIFT);
        assertThat(ReplayGuard.next(first, NOW)).isEqualTo(first + 1);
        assertThat(ReplayGuard.next(first, NOW - 5)).isEqualTo(first + 1);
        assertThat(ReplayGuard.next(first, NOW + 1)).isEqualTo((NOW + 1) << SHIFT);
    }
}
