package dev.shieldwall.transport.nacl.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class SeenOnceTest {

    private static byte[] value(int i) {
        return ByteBuffer.allocate(24).putInt(20, i).array();
    }

    private static void refused(SeenOnce seen, int value, NaclRefusal why) {
        assertThatExceptionOfType(NaclRefusedException.class)
                .isThrownBy(() -> seen.take(value(value), NaclRefusal.EXHAUSTED))
                .withMessage(why.name());
    }

    @Test
    void eachOfAsManyAsThereMayBeIsTakenOnceAndNoneIsForgotten() throws NaclRefusedException {
        int most = 65_536;
        var seen = new SeenOnce(most);
        for (int i = 0; i < most; i++) {
            assertThat(seen.isFull()).isFalse();
            seen.take(value(i), NaclRefusal.EXHAUSTED);
        }
        assertThat(seen.isFull()).isTrue();
        for (int i = 0; i < most; i++) {
            refused(seen, i, NaclRefusal.REPLAYED);
        }
        refused(seen, most, NaclRefusal.EXHAUSTED);
    }

    @Test
    void whatWasRefusedTakesNoRoom() throws NaclRefusedException {
        var seen = new SeenOnce(2);
        seen.take(value(1), NaclRefusal.EXHAUSTED);
        refused(seen, 1, NaclRefusal.REPLAYED);
        seen.take(value(2), NaclRefusal.EXHAUSTED);
        refused(seen, 3, NaclRefusal.EXHAUSTED);
    }
}
