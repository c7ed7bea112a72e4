package dev.shieldwall.transport.bus.core;

import java.util.HashMap;
import java.util.Map;

/**
 * Takes each message of a stream once, and none that is old.
 *
 * <p>A sequence number is the sender's time in milliseconds, shifted by {@value #SHIFT} bits, plus a count. In a stream
 * it only rises, for the bus keeps the order of one sender. What is older than {@value #WINDOW_MILLIS} ms is refused by
 * its time alone, so streams that have been quiet for that long may be forgotten: that bounds the memory without opening
 * a gap. A receiver that restarts forgets too, and within the window a message may be played to it a second time.
 */
public final class ReplayGuard {

    public static final int SHIFT = 16;
    public static final long WINDOW_MILLIS = 30_000;
    /** Of one sender, so that nobody can use up what others need. */
    public static final int MAX_STREAMS = 1_024;

    /** What a sequence number came to. */
    public enum Verdict {
        FRESH,
        REPLAYED,
        TOO_OLD,
        FROM_THE_FUTURE,
        /** So many streams of this sender at once that forgetting one would open a gap. */
        TOO_MANY_STREAMS
    }

    /** A sender and the topic on which it sends. */
    public record Stream(ComponentName source, Topic topic) {}

    private final Map<ComponentName, Map<Topic, Long>> newest = new HashMap<>();

    /** The number after {@code last}, not behind the clock. */
    public static long next(long last, long nowMillis) {
        return Math.max(last + 1, nowMillis << SHIFT);
    }

    /** Call it for authentic messages only: whoever can name streams freely could fill the memory. */
    public Verdict accept(Stream stream, long sequence, long nowMillis) {
        long sent = sequence >>> SHIFT;
        if (sent < nowMillis - WINDOW_MILLIS) {
            return Verdict.TOO_OLD;
        }
        if (sent > nowMillis + WINDOW_MILLIS) {
            return Verdict.FROM_THE_FUTURE;
        }
        Map<Topic, Long> ofSource = newest.computeIfAbsent(stream.source(), _ -> new HashMap<>());
        Long last = ofSource.get(stream.topic());
        if (last != null && sequence <= last) {
            return Verdict.REPLAYED;
        }
        if (last == null && ofSource.size() >= MAX_STREAMS && !forgetQuiet(ofSource, nowMillis)) {
            return Verdict.TOO_MANY_STREAMS;
        }
        ofSource.put(stream.topic(), sequence);
        return Verdict.FRESH;
    }

    private static boolean forgetQuiet(Map<Topic, Long> ofSource, long nowMillis) {
        return ofSource.values().removeIf(last -> last >>> SHIFT < nowMillis - WINDOW_MILLIS);
    }

    int streams() {
        return newest.values().stream().mapToInt(Map::size).sum();
    }
}
