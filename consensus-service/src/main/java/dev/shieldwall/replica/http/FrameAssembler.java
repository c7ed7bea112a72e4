package dev.shieldwall.replica.http;

import java.nio.ByteBuffer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Cuts a byte stream into frames. Memory of at most one frame, and only after its length was found allowed. */
final class FrameAssembler {

    private final Predicate<byte[]> frames;
    private final ByteBuffer length = ByteBuffer.allocate(Integer.BYTES);
    private @Nullable ByteBuffer frame;

    /** @param frames told each frame, heartbeats left out; false ends the stream */
    FrameAssembler(Predicate<byte[]> frames) {
        this.frames = frames;
    }

    /** Takes in the next bytes of the stream; false when the peer sends what no honest replica sends. */
    boolean accept(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            ByteBuffer filling = frame;
            if (filling == null) {
                if (!readLength(bytes)) {
                    return false;
                }
                continue;
            }
            int part = Math.min(bytes.remaining(), filling.remaining());
            filling.put(filling.position(), bytes, bytes.position(), part).position(filling.position() + part);
            bytes.position(bytes.position() + part);
            if (!filling.hasRemaining()) {
                frame = null;
                if (!frames.test(filling.array())) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean readLength(ByteBuffer bytes) {
        while (length.hasRemaining() && bytes.hasRemaining()) {
            length.put(bytes.get());
        }
        if (length.hasRemaining()) {
            return true;
        }
        int frameBytes = length.getInt(0);
        length.clear();
        if (frameBytes < 0 || frameBytes > PeerWire.MAX_FRAME_BYTES) {
            return false;
        }
        frame = frameBytes == 0 ? null : ByteBuffer.allocate(frameBytes);
        return true;
    }
}
