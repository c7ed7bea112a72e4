package dev.shieldwall.replica.http;

import dev.shieldwall.crypto.signature.Ed25519Verifier;
import dev.shieldwall.replica.host.PeerLink;
import dev.shieldwall.replica.host.ReplicaHost;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;

/** What a replica tells Prometheus. */
final class ReplicaMetrics implements MeterBinder {

    private final ReplicaHost host;
    private final HttpPeerTransport transport;

    ReplicaMetrics(ReplicaHost host, HttpPeerTransport transport) {
        this.host = host;
        this.transport = transport;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        gauge(registry, "height", "Newest committed block", replica -> replica.head().height());
        gauge(registry, "stored.height", "Blocks in the database", replica -> replica.history().storedHeight());
        gauge(registry, "view", "View of the protocol", replica -> replica.lastStanding().view());
        gauge(registry, "commands.waiting", "Commands that wait for a block", ReplicaHost::waitingCommands);
        gauge(registry, "callers.waiting", "Callers that wait for a decision", ReplicaHost::waitingCallers);
        gauge(registry, "backlog.bytes", "Blocks that wait for the database", ReplicaHost::backlogBytes);
        gauge(registry, "log.bytes", "Segments of the log", ReplicaHost::logBytes);
        gauge(registry, "peers.up", "Peers with both streams up", ReplicaMetrics::peersUp);
        gauge(registry, "block.age.seconds", "Own clock less the time of the newest block", ReplicaMetrics::blockAge);
        FunctionCounter.builder("shieldwall.replica.frames.received", host, ReplicaHost::receivedFrames)
                .description("Frames from peers")
                .register(registry);
        FunctionCounter.builder("shieldwall.replica.frames.dropped", host, ReplicaMetrics::dropped)
                .description("Frames to peers that gave way to newer ones")
                .register(registry);
        FunctionCounter.builder("shieldwall.replica.alarms", host, ReplicaHost::alarms)
                .description("Things that should never happen")
                .register(registry);
        FunctionCounter.builder("shieldwall.replica.stream.defects", transport, HttpPeerTransport::brokenTicks)
                .description("Heartbeats of streams that a defect ended; only the first is logged")
                .register(registry);
        Gauge.builder("shieldwall.replica.signatures", () -> 1)
                .description("Library that verifies signatures")
                .tag("backend", Ed25519Verifier.backendName())
                .register(registry);
    }

    private void gauge(MeterRegistry registry, String name, String what, ToDoubleFunction<ReplicaHost> value) {
        Gauge.builder("shieldwall.replica." + name, host, value).description(what).register(registry);
    }

    private static double peersUp(ReplicaHost host) {
        return host.peers().stream().filter(peer -> peer.votesUp() && peer.bulkUp()).count();
    }

    private static double dropped(ReplicaHost host) {
        return host.peers().stream().mapToLong(PeerLink.PeerState::droppedFrames).sum();
    }

    private static double blockAge(ReplicaHost host) {
        return (System.currentTimeMillis() - host.head().state().timeMillis()) / 1000.0;
    }
}
