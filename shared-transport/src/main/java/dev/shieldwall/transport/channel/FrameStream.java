package dev.shieldwall.transport.channel;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

/**
 * Frames on a stream of bytes, each behind its length of 4 bytes, big-endian. The length is not authenticated; a frame of
 * another length does not open. A buffer grows only as bytes arrive, so who announces much and sends little costs little.
 * One thread may read while another writes.
 */
final class FrameStream implements AutoCloseable {

    static final int LENGTH_BYTES = Integer.BYTES;
    /** A buffer larger than this is not kept for the next frame. */
    static final int KEPT_BYTES = 256 << 10;

    private static final int FIRST_BYTES = 8 << 10;
    /** The JDK keeps an off-heap buffer as large as the largest read or write; larger ones gain nothing. */
    private static final int CHUNK_BYTES = 128 << 10;

    private final ByteChannel channel;
    /** Between position and limit lies what was read and not taken. */
    private ByteBuffer in = ByteBuffer.allocate(FIRST_BYTES).limit(0);

    FrameStream(ByteChannel channel) {
        this.channel = channel;
    }

    /** Frames are whole when they are written; to wait for more would only delay them. */
    static void sendAtOnce(SocketChannel socket) throws IOException {
        if (socket.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
            socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
    }

    /**
     * The next frame, good until the next call.
     *
     * @throws EOFException at the end of the stream, be it between frames or within one
     */
    ByteBuffer read(int mostBytes) throws IOException {
        if (!in.hasRemaining() && in.capacity() > KEPT_BYTES) {
            in = ByteBuffer.allocate(FIRST_BYTES).limit(0);
        }
        require(LENGTH_BYTES);
        int length = in.getInt(in.position());
        if (length < 0 || length > mostBytes) {
            throw new FrameTooLongException();
        }
        require(LENGTH_BYTES + length);
        ByteBuffer frame = in.slice(in.position() + LENGTH_BYTES, length);
        in.position(in.position() + LENGTH_BYTES + length);
        return frame;
    }

    byte[] readBytes(int mostBytes) throws IOException {
        ByteBuffer frame = read(mostBytes);
        byte[] bytes = new byte[frame.remaining()];
        frame.get(bytes);
        return bytes;
    }

    private void require(int bytes) throws IOException {
        while (in.remaining() < bytes) {
            if (in.limit() == in.capacity()) {
                makeRoom(bytes);
            }
            int limit = in.limit();
            ByteBuffer room = in.duplicate().limit(Math.min(in.capacity(), limit + CHUNK_BYTES)).position(limit);
            int read = channel.read(room);
            if (read < 0) {
                throw new EOFException();
            }
            in.limit(limit + read);
        }
    }

    /** Moves what there is to the front; grows, by doubling, only if that is no room. */
    private void makeRoom(int bytes) {
        if (in.position() > 0) {
            in.compact().flip();
        } else {
            int capacity = (int) Math.min(bytes, 2L * in.capacity());
            in = ByteBuffer.wrap(Arrays.copyOf(in.array(), Math.max(capacity, in.capacity() + 1))).limit(in.limit());
        }
    }

    /** Writes all that remains; the caller has put the length in front. */
    void write(ByteBuffer frames) throws IOException {
        int end = frames.limit();
        while (frames.position() < end) {
            frames.limit(Math.min(end, frames.position() + CHUNK_BYTES));
            channel.write(frames);
        }
    }

    void writeBytes(byte[] frame) throws IOException {
        write(ByteBuffer.allocate(LENGTH_BYTES + frame.length).putInt(frame.length).put(frame).flip());
    }

    /** How much memory the reading side holds. */
    int bufferBytes() {
        return in.capacity();
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
