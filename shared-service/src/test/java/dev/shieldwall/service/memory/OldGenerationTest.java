package dev.shieldwall.service.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OldGenerationTest {

    private static final long SMALL = OldGeneration.SMALL_BYTES;
    private static final int PATIENCE = OldGeneration.PATIENCE_SECONDS;

    @Test
    void aSmallHeapIsLeftAlone() {
        assertThat(OldGeneration.isWorthIt(SMALL, 0, PATIENCE)).isFalse();
        assertThat(OldGeneration.isWorthIt(SMALL + 1, 0, 1)).isTrue();
    }

    @Test
    void aLargeOneIsCollectedWhenAThirdOfItMayBeGarbage() {
        assertThat(OldGeneration.isWorthIt(3 * SMALL, 2 * SMALL, 1)).isFalse();
        assertThat(OldGeneration.isWorthIt(3 * SMALL + 1, 2 * SMALL, 1)).isTrue();
    }

    @Test
    void aNinthIsEnoughAfterAWhile() {
        assertThat(OldGeneration.isWorthIt(9 * SMALL + 1, 8 * SMALL, PATIENCE - 1)).isFalse();
        assertThat(OldGeneration.isWorthIt(9 * SMALL + 1, 8 * SMALL, PATIENCE)).isTrue();
        assertThat(OldGeneration.isWorthIt(9 * SMALL, 8 * SMALL, PATIENCE)).isFalse();
    }

    @Test
    void underLoadItIsCollectedOnceInAWhileAndNotEverySecondFromThenOn() {
        var collections = new AtomicInteger();
        var watched = new OldGeneration(collections::incrementAndGet);
        for (int second = 1; second <= 3 * PATIENCE; second++) {
            watched.look(9 * SMALL + 1, 8 * SMALL);
            assertThat(collections).as("after %d s", second).hasValue(second / PATIENCE);
        }
    }
}
