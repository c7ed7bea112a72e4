package dev.shieldwall.replica;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OldGenerationTest {

    private static final long SMALL = OldGeneration.SMALL_BYTES;

    @Test
    void aSmallHeapIsLeftAlone() {
        assertThat(OldGeneration.isWorthIt(SMALL, 0)).isFalse();
        assertThat(OldGeneration.isWorthIt(SMALL + 1, 0)).isTrue();
    }

    @Test
    void aLargeOneIsCollectedWhenAThirdOfItMayBeGarbage() {
        assertThat(OldGeneration.isWorthIt(3 * SMALL, 2 * SMALL)).isFalse();
        assertThat(OldGeneration.isWorthIt(3 * SMALL + 1, 2 * SMALL)).isTrue();
    }
}
