package dev.shieldwall.transport.asoc;

import dev.shieldwall.transport.asoc.core.NodeId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Sums since the start, for whoever collects metrics. Rates are the collector's part. Thread-safe. */
public final class NodeCounters {

    /** Peers whose bytes are counted; the one that was quiet longest is dropped for a new one. */
    static final int PEERS = 1_024;

    private final LongAdder connections = new LongAdder();
    private final LongAdder authenticated = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder replays = new LongAdder();
    private final LongAdder lockouts = new LongAdder();
    private final LongAdder turnedAway = new LongAdder();
    private final LongAdder datagramsDropped = new LongAdder();
    private final LinkedHashMap<NodeId, Traffic> traffic = new LinkedHashMap<>(16, 0.75f, true);

    /** Payload and headers, in bytes. */
    static final class Traffic {

        private final LongAdder received = new LongAdder();
        private final LongAdder sent = new LongAdder();

        void received(long bytes) {
            received.add(bytes);
        }

        void sent(long bytes) {
            sent.add(bytes);
        }
    }

    public record PeerBytes(long received, long sent) {}

    /** Each number is exact; together they are not of one moment. */
    public record Counts(long authenticated, long failures, long replays, long lockouts, long turnedAway) {}

    void opened() {
        connections.increment();
    }

    void datagramDropped() {
        datagramsDropped.increment();
    }

    void count(NodeEvent event) {
        switch (event) {
            case NodeEvent.Authenticated _ -> authenticated.increment();
            case NodeEvent.AuthenticationFailed _ -> failures.increment();
            case NodeEvent.ReplayDetected _ -> replays.increment();
            case NodeEvent.LockedOut _ -> lockouts.increment();
            case NodeEvent.TurnedAway _ -> turnedAway.increment();
            case NodeEvent.UnexpectedNode _, NodeEvent.PeerRefused _, NodeEvent.Disconnected _,
                    NodeEvent.AnnouncementRefused _, NodeEvent.KeyTaken _, NodeEvent.KeyWithheld _,
                    NodeEvent.KeyAcknowledged _ -> {}
        }
    }

    Traffic trafficOf(NodeId peer) {
        synchronized (traffic) {
            Traffic known = traffic.get(peer);
            if (known != null) {
                return known;
            }
            if (traffic.size() >= PEERS) {
                traffic.pollFirstEntry();
            }
            var fresh = new Traffic();
            traffic.put(peer, fresh);
            return fresh;
        }
    }

    /** Connections that were let in, known or not. */
    public long connections() {
        return connections.sum();
    }

    /** Announcements above the rate of their address, which nobody looked at. */
    public long datagramsDropped() {
        return datagramsDropped.sum();
    }

    public Counts counts() {
        return new Counts(authenticated.sum(), failures.sum(), replays.sum(), lockouts.sum(), turnedAway.sum());
    }

    public Map<NodeId, PeerBytes> bytesPerPeer() {
        var bytes = new LinkedHashMap<NodeId, PeerBytes>();
        synchronized (traffic) {
            traffic.forEach((peer, sums) -> bytes.put(peer, new PeerBytes(sums.received.sum(), sums.sent.sum())));
        }
        return bytes;
    }
}
