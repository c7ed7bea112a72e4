package dev.shieldwall.transport.asoc.core;

import static dev.shieldwall.transport.asoc.core.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameHeaderTest {

    @Test
    void theLongestSealedPayloadIsReadAndOneByteMoreIsNot() throws RefusedException {
        int most = 10 * 1024 * 1024 + 16;
        assertThat(FrameHeader.read(header(1, 1, most)).length()).isEqualTo(most);
        assertRefused(Refusal.TOO_LONG, () -> FrameHeader.read(header(1, 1, most + 1)));
    }

    @Test
    void fourGibibytesAreALengthAndNotANegativeNumber() {
        assertRefused(Refusal.TOO_LONG, () -> FrameHeader.read(header(1, 4, -1)));
    }

    @Test
    void onlyVersionOneIsRead() {
        assertRefused(Refusal.VERSION, () -> FrameHeader.read(header(0, 4, 36)));
        assertRefused(Refusal.VERSION, () -> FrameHeader.read(header(2, 4, 36)));
        assertRefused(Refusal.VERSION, () -> FrameHeader.read(header(9, 4, 36)));
        assertRefused(Refusal.VERSION, () -> FrameHeader.read(header(0x14, 4, 36))); // the nibbles of RFC-0001
    }

    @Test
    void theLengthIsLookedAtBeforeTheVersion() {
        assertRefused(Refusal.TOO_LONG, () -> FrameHeader.read(header(9, 4, -1)));
    }

    @Test
    void whatIsReadIsWrittenBackByteForByte() throws RefusedException {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int i = 0; i < 1_000; i++) {
            byte[] bytes = new byte[FrameHeader.BYTES];
            random.nextBytes(bytes);
            bytes[0] = 1;
            bytes[10] = 0;
            bytes[11] &= 0x7F;
            assertThat(FrameHeader.read(ByteBuffer.wrap(bytes)).encode()).as("seed " + seed).isEqualTo(bytes);
        }
    }

    private static ByteBuffer header(int version, int type, int length) {
        return ByteBuffer.allocate(FrameHeader.BYTES)
                .put((byte) version).put((byte) type).putInt(0).putInt(0).putInt(length).flip();
    }
}
