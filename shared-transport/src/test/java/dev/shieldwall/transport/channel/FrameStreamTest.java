package dev.shieldwall.transport.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameStreamTest {

    /** Gives what it holds in pieces of a random length, and keeps what is written. */
    private static final class Pieces implements ByteChannel {

        private final ByteBuffer incoming;
        private final Random random = new Random(5);
        private final ByteBuffer written = ByteBuffer.allocate(4 << 20);

        Pieces(ByteBuffer incoming) {
            this.incoming = incoming;
        }

        @Override
        public int read(ByteBuffer into) {
            if (!incoming.hasRemaining()) {
                return -1;
            }
            int count = Math.min(Math.min(into.remaining(), incoming.remaining()), 1 + random.nextInt(3000));
            into.put(incoming.slice(incoming.position(), count));
            incoming.position(incoming.position() + count);
            return count;
        }

        @Override
        public int write(ByteBuffer from) {
            int count = Math.min(from.remaining(), 1 + random.nextInt(3000));
            written.put(from.slice(from.position(), count));
            from.position(from.position() + count);
            return count;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }

    @Test
    void framesOfAnySizeComeOutAsTheyWentIn() throws IOException {
        var random = new Random(9);
        int[] lengths = {0, 1, 100, 8192, 8193, 300_000, 5, 0, 1_000_000, 7};
        var out = new Pieces(ByteBuffer.allocate(0));
        var writer = new FrameStream(out);
        var frames = new byte[lengths.length][];
        for (int i = 0; i < lengths.length; i++) {
            frames[i] = new byte[lengths[i]];
            random.nextBytes(frames[i]);
            writer.writeBytes(frames[i]);
        }
        var reader = new FrameStream(new Pieces(out.written.flip()));
        for (byte[] frame : frames) {
            assertThat(reader.readBytes(1_000_000)).isEqualTo(frame);
        }
        assertThatExceptionOfType(EOFException.class).isThrownBy(() -> reader.read(1));
    }

    @Test
    void whoAnnouncesMuchAndSendsLittleCostsLittle() {
        var announced = ByteBuffer.allocate(4 + 10_000).putInt(16 << 20).rewind();
        var reader = new FrameStream(new Pieces(announced));
        assertThatExceptionOfType(EOFException.class).isThrownBy(() -> reader.read(16 << 20));
        assertThat(reader.bufferBytes()).isLessThanOrEqualTo(32 << 10);
    }

    @Test
    void aLengthHasABound() throws IOException {
        assertThat(new FrameStream(new Pieces(ByteBuffer.allocate(4 + 100).putInt(100).rewind())).read(100).remaining())
                .isEqualTo(100);
        for (int length : new int[] {101, Integer.MAX_VALUE, -1, Integer.MIN_VALUE}) {
            var reader = new FrameStream(new Pieces(ByteBuffer.allocate(4 + 100).putInt(length).rewind()));
            assertThatExceptionOfType(FrameTooLongException.class).isThrownBy(() -> reader.read(100));
            assertThat(reader.bufferBytes()).isLessThanOrEqualTo(8 << 10);
        }
    }

    @Test
    void aLargeBufferIsNotKept() throws IOException {
        var two = ByteBuffer.allocate(8 + 1_000_000 + 3).putInt(1_000_000).position(1_000_004).putInt(3).rewind();
        var reader = new FrameStream(new Pieces(two));
        reader.read(1_000_000);
        reader.read(3);
        assertThatExceptionOfType(EOFException.class).isThrownBy(() -> reader.read(3));
        assertThat(reader.bufferBytes()).isLessThanOrEqualTo(FrameStream.KEPT_BYTES);
    }
}
