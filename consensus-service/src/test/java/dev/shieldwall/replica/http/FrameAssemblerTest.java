package dev.shieldwall.replica.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameAssemblerTest {

    private final List<byte[]> frames = new ArrayList<>();
    private final FrameAssembler assembler = new FrameAssembler(frames::add);

    @Test
    void framesAreTheSameHoweverTheStreamIsCut() {
        ByteBuffer stream = ByteBuffer.allocate(100);
        stream.putInt(3).put(new byte[] {1, 2, 3}).putInt(0).putInt(1).put((byte) 4).flip();
        for (int step = 1; step <= stream.limit(); step++) {
            frames.clear();
            for (int at = 0; at < stream.limit(); at += step) {
                int part = Math.min(step, stream.limit() - at);
                assertThat(assembler.accept(stream.slice(at, part))).isTrue();
            }
            assertThat(frames).as("cut every %d", step).containsExactly(new byte[] {1, 2, 3}, new byte[] {4});
        }
    }

    @Test
    void aFrameOfTheLargestSizeIsTakenAndOneByteMoreIsRefusedBeforeItIsAllocated() {
        assertThat(assembler.accept(length(PeerWire.MAX_FRAME_BYTES))).isTrue();
        assertThat(new FrameAssembler(frames::add).accept(length(PeerWire.MAX_FRAME_BYTES + 1))).isFalse();
        assertThat(new FrameAssembler(frames::add).accept(length(Integer.MAX_VALUE))).isFalse();
        assertThat(new FrameAssembler(frames::add).accept(length(-1))).isFalse();
    }

    @Test
    void whatTheReceiverCallsDishonestEndsTheStream() {
        FrameAssembler strict = new FrameAssembler(frame -> false);
        assertThat(strict.accept(ByteBuffer.allocate(5).putInt(1).put((byte) 1).flip())).isFalse();
    }

    private static ByteBuffer length(int bytes) {
        return ByteBuffer.allocate(4).putInt(bytes).flip();
    }
}
