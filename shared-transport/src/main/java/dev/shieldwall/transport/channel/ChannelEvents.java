package dev.shieldwall.transport.channel;

import dev.shieldwall.transport.channel.core.Refusal;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counters for health and metrics. Reasons stay on this side: the peer sees a closed connection. Thread-safe. */
public final class ChannelEvents {

    private final Map<ChannelEvent, Long> events = new ConcurrentHashMap<>();
    private final Map<Refusal, Long> refusals = new ConcurrentHashMap<>();

    void count(ChannelEvent event) {
        events.merge(event, 1L, Long::sum);
    }

    void count(Refusal refusal) {
        count(ChannelEvent.HANDSHAKE_REFUSED);
        refusals.merge(refusal, 1L, Long::sum);
    }

    public long of(ChannelEvent event) {
        return events.getOrDefault(event, 0L);
    }

    public long of(Refusal refusal) {
        return refusals.getOrDefault(refusal, 0L);
    }

    @Override
    public String toString() {
        return events + " " + refusals;
    }
}
