package dev.shieldwall.transport.asoc.core;

import static dev.shieldwall.transport.asoc.core.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LimitsTest {

    @Test
    void whatWasSeenIsRefusedForTheWholeWindowAndNotLonger() throws RefusedException {
        var memory = new ReplayMemory<String>(10, 1_000);
        memory.admit("a", 5_000);
        assertRefused(Refusal.REPLAY, () -> memory.admit("a", 5_000));
        assertRefused(Refusal.REPLAY, () -> memory.admit("a", 6_000));
        memory.admit("a", 6_001);
    }

    @Test
    void aFullMemoryRefusesTheNewAndStillKnowsTheOld() throws RefusedException {
        var memory = new ReplayMemory<Integer>(3, 1_000);
        for (int i = 0; i < 3; i++) {
            memory.admit(i, i);
        }
        assertRefused(Refusal.MEMORY_FULL, () -> memory.admit(3, 999));
        for (int i = 0; i < 3; i++) {
            int seen = i;
            assertRefused(Refusal.REPLAY, () -> memory.admit(seen, 999));
        }
        memory.admit(3, 1_001); // 0 has left, alone
        assertRefused(Refusal.REPLAY, () -> memory.admit(1, 1_001));
        assertThat(memory.size()).isEqualTo(3);
    }

    @Test
    void aRateAdmitsItsNumberAndNotOneMore() {
        var limit = new RateLimit<String>(new Rate(3, 1_000), 10);
        for (int i = 0; i < 3; i++) {
            assertThat(limit.admits("a", i * 100)).isTrue();
        }
        assertThat(limit.admits("a", 999)).isFalse();
        assertThat(limit.admits("b", 999)).isTrue();
        assertThat(limit.admits("a", 1_000)).isTrue();
        assertThat(limit.admits("a", 1_000)).isFalse();
    }

    /** Against the definition: the times of the last second, counted one by one. */
    @Test
    void noStretchOfTimeHoldsMoreThanTheRate() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        var limit = new RateLimit<String>(new Rate(5, 1_000), 1);
        var admitted = new ArrayDeque<Long>();
        long now = 0;
        for (int i = 0; i < 10_000; i++) {
            now += random.nextInt(300);
            while (!admitted.isEmpty() && admitted.peek() <= now - 1_000) {
                admitted.poll();
            }
            boolean expected = admitted.size() < 5;
            assertThat(limit.admits("a", now)).as("seed " + seed + " step " + i).isEqualTo(expected);
            if (expected) {
                admitted.add(now);
            }
        }
    }

    @Test
    void ofTooManySourcesTheQuietestIsForgotten() {
        var limit = new RateLimit<Integer>(new Rate(1, 1_000_000), 3);
        for (int i = 0; i < 3; i++) {
            limit.count(i, i);
        }
        assertThat(limit.exhausted(0, 10)).isTrue(); // asked, so no longer the quietest
        limit.count(3, 10);
        assertThat(limit.size()).isEqualTo(3);
        assertThat(limit.exhausted(1, 10)).isFalse();
        assertThat(limit.exhausted(0, 10)).isTrue();
    }

    @Test
    void aRateHasBounds() {
        assertThatThrownBy(() -> new Rate(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Rate(Rate.MAX_MOST + 1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Rate(1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThat(new Rate(Rate.MAX_MOST, 1).most()).isEqualTo(10_000);
    }

    @Test
    void dialsAreOneToFiveSecondsApartAtFirstAndNeverMoreThanAMinute() {
        assertThat(Backoff.delayMillis(0, 0)).isEqualTo(1_000);
        assertThat(Backoff.delayMillis(1, 0)).isEqualTo(1_000);
        assertThat(Backoff.delayMillis(1, 0.999999)).isBetween(4_990L, 5_000L);
        assertThat(Backoff.delayMillis(2, 0)).isEqualTo(2_000);
        assertThat(Backoff.delayMillis(6, 0)).isEqualTo(32_000);
        assertThat(Backoff.delayMillis(7, 0)).isEqualTo(60_000);
        assertThat(Backoff.delayMillis(Integer.MAX_VALUE, 0.999999)).isEqualTo(60_000);
    }
}
