package dev.shieldwall.replica.http;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Frames that wait for one stream, bounded by number and bytes. When there is too much, the oldest of those that yield
 * give way, and the oldest of the others only when none yields. What stays keeps its order. Not thread-safe.
 */
final class FrameQueue {

    /** Largest write that frames are joined to. */
    static final int MAX_WRITE_BYTES = 256 << 10;

    private final ArrayDeque<Waiting> frames = new ArrayDeque<>();
    private final int maxFrames;
    private final long maxBytes;
    private int yielding;
    private long bytes;
    private long dropped;

    private record Waiting(byte[] frame, boolean yields) {}

    FrameQueue(int maxFrames, long maxBytes) {
        this.maxFrames = maxFrames;
        this.maxBytes = maxBytes;
    }

    void add(byte[] frame) {
        add(new Waiting(frame, false));
    }

    /** Adds a frame that gives way to all that {@link #add(byte[])} takes. */
    void addYielding(byte[] frame) {
        add(new Waiting(frame, true));
    }

    private void add(Waiting added) {
        frames.add(added);
        count(added, 1);
        trim(maxFrames, maxBytes);
    }

    private void count(Waiting counted, int sign) {
        bytes += (long) sign * counted.frame().length;
        yielding += counted.yields() ? sign : 0;
    }

    /** Drops frames until the bounds hold; the last one left always stays. */
    void trim(int toFrames, long toBytes) {
        while (frames.size() > 1 && (frames.size() > toFrames || bytes > toBytes)) {
            dropOne();
            dropped++;
        }
    }

    private void dropOne() {
        boolean anyYields = yielding > 0;
        for (Iterator<Waiting> oldestFirst = frames.iterator(); oldestFirst.hasNext(); ) {
            Waiting next = oldestFirst.next();
            if (next.yields() == anyYields) {
                oldestFirst.remove();
                count(next, -1);
                return;
            }
        }
    }

    /** As many frames as one write holds, each behind its length; null when none wait. */
    @Nullable ByteBuffer take() {
        if (frames.isEmpty()) {
            return null;
        }
        int size = 0;
        int count = 0;
        for (Waiting waiting : frames) {
            int with = size + Integer.BYTES + waiting.frame().length;
            if (count > 0 && with > MAX_WRITE_BYTES) {
                break;
            }
            size = with;
            count++;
        }
        ByteBuffer out = ByteBuffer.allocate(size);
        for (int i = 0; i < count; i++) {
            Waiting next = frames.remove();
            count(next, -1);
            out.putInt(next.frame().length).put(next.frame());
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
