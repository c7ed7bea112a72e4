package dev.shieldwall.transport.asoc.core;

import java.util.HashMap;
import java.util.Map;

/**
 * The streams that a peer has open: each begins with sequence 0, goes on by one, and END takes the number after the
 * last DATA. Ids may be odd or even from either side, because the reference uses odd ones on both.
 */
final class InboundStreams {

    /** The reference sends ten at a time; what is open costs memory. */
    static final int MAX_OPEN = 64;

    private static final long MAX_SEQUENCE = 0xFFFFFFFFL;

    private final Map<Long, Long> next = new HashMap<>();

    void data(long stream, long sequence) throws RefusedException {
        requireExpected(stream, sequence);
        if (sequence == MAX_SEQUENCE) {
            throw new RefusedException(Refusal.BAD_SEQUENCE); // no number would be left for END
        }
        if (sequence == 0 && next.size() >= MAX_OPEN) {
            throw new RefusedException(Refusal.TOO_MANY_STREAMS);
        }
        next.put(stream, sequence + 1);
    }

    void end(long stream, long sequence) throws RefusedException {
        requireExpected(stream, sequence);
        next.remove(stream);
    }

    private void requireExpected(long stream, long sequence) throws RefusedException {
        if (stream == 0) {
            throw new RefusedException(Refusal.RESERVED_STREAM);
        }
        if (sequence != next.getOrDefault(stream, 0L)) {
            throw new RefusedException(Refusal.BAD_SEQUENCE);
        }
    }
}
