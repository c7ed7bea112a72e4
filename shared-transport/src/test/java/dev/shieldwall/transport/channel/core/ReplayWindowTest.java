package dev.shieldwall.transport.channel.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReplayWindowTest {

    private final ReplayWindow window = new ReplayWindow();

    @Test
    void eachCounterComesOnceWithinTheWindow() {
        window.accept(5000);
        assertThat(admits(5000)).isFalse();
        assertThat(admits(5001)).isTrue();
        assertThat(admits(5000 - ReplayWindow.SIZE + 1)).isTrue();
        assertThat(admits(5000 - ReplayWindow.SIZE)).isFalse();
    }

    @Test
    void theFirstIsZero() {
        assertThat(admits(0)).isTrue();
        window.accept(0);
        assertThat(admits(0)).isFalse();
    }

    @Test
    void whatFallsOutOfTheWindowLeavesNoTrace() {
        for (long counter = 0; counter < 1024; counter++) {
            window.accept(counter);
        }
        window.accept(2047);
        for (long counter = 1024; counter < 2047; counter++) {
            assertThat(admits(counter)).as("%d", counter).isTrue();
        }
        window.accept(Long.MAX_VALUE);
        assertThat(admits(Long.MAX_VALUE)).isFalse();
        assertThat(admits(Long.MAX_VALUE - 1023)).isTrue();
        assertThat(admits(2048)).isFalse();
    }

    @Test
    void theBitmapDecidesAsASetWould() {
        long seed = new Random().nextLong();
        System.out.println("ReplayWindowTest seed " + seed);
        var random = new Random(seed);
        var accepted = new HashSet<Long>();
        long newest = -1;
        for (int i = 0; i < 200_000; i++) {
            long counter = Math.max(0, newest + random.nextInt(2400) - 1200 - (random.nextInt(3) == 0 ? 0 : 1100));
            boolean expected = counter > newest - ReplayWindow.SIZE && !accepted.contains(counter);
            assertThat(admits(counter)).isEqualTo(expected);
            if (expected) {
                window.accept(counter);
                accepted.add(counter);
                newest = Math.max(newest, counter);
            }
        }
    }

    private boolean admits(long counter) {
        try {
            window.check(counter);
            return true;
        } catch (MessageRefusedException e) {
            assertThat(e.refusal()).isEqualTo(MessageRefusal.REPLAYED);
            return false;
        }
    }
}
