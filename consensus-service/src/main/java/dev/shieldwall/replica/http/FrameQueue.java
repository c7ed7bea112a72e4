package dev.shieldwall.replica.http;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** Frames that wait for one stream, bounded by number and bytes; the oldest give way. Not thread-safe. */
final class FrameQueue {

    /** Largest write that frames are joined to. */
    static final int MAX_WRITE_BYTES = 256 << 10;

    private final ArrayDeque<byte[]> frames = new ArrayDeque<>();
    private final int maxFrames;
    private final long maxBytes;
    private long bytes;
    private long dropped;

    FrameQueue(int maxFrames, long maxBytes) {
        this.maxFrames = maxFrames;
        this.maxBytes = maxBytes;
    }

    void add(byte[] frame) {
        frames.add(frame);
        bytes += frame.length;
        trim(maxFrames, maxBytes);
    }

    /** Drops the oldest until the bounds hold; the newest always stays. */
    void trim(int toFrames, long toBytes) {
        while (frames.size() > 1 && (frames.size() > toFrames || bytes > toBytes)) {
            bytes -= frames.remove().length;
            dropped++;
        }
    }

    /** As many frames as one write holds, each behind its length; null when none wait. */
    @Nullable ByteBuffer take() {
        if (frames.isEmpty()) {
            return null;
        }
        int size = 0;
        int count = 0;
        for (byte[] frame : frames) {
            int with = size + Integer.BYTES + frame.length;
            if (count > 0 && with > MAX_WRITE_BYTES) {
                break;
            }
            size = with;
            count++;
        }
        ByteBuffer out = ByteBuffer.allocate(size);
        for (int i = 0; i < count; i++) {
            byte[] frame = frames.remove();
            bytes -= frame.length;
            out.putInt(frame.length).put(frame);
        }
        return out.flip();
    }

    boolean isEmpty() {
        return frames.isEmpty();
    }

    long bytes() {
        return bytes;
    }

    long dropped() {
        return dropped;
    }
}
