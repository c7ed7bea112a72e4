package dev.shieldwall.replica.http;

import dev.shieldwall.replica.genesis.ReplicaIdentity;
import dev.shieldwall.replica.host.PeerLink;
import dev.shieldwall.replica.host.ReplicaHost;
import dev.shieldwall.replica.host.ReplicaSettings;
import dev.shieldwall.replica.store.BlockStore;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/** A host with its transport: votes from before the API opens until after it closes. */
public final class ReplicaNode implements SmartLifecycle, AutoCloseable {

    private final ReplicaHost host;
    private final HttpPeerTransport transport;
    private volatile boolean running;

    public ReplicaNode(
            ReplicaSettings settings, BlockStore store, ReplicaIdentity identity, PeerSettings peers,
            Consumer<Throwable> onBroken)
            throws IOException {
        AtomicReference<@Nullable HttpPeerTransport> made = new AtomicReference<>();
        host = new ReplicaHost(settings, store, identity.voteSigner(), inbox -> link(made, peers, identity, inbox), onBroken);
        HttpPeerTransport link = made.get();
        if (link == null) {
            throw new IllegalStateException("the host made no link");
        }
        transport = link;
    }

    private static PeerLink link(
            AtomicReference<@Nullable HttpPeerTransport> made, PeerSettings peers, ReplicaIdentity identity,
            PeerLink.Inbox inbox) {
        HttpPeerTransport transport = new HttpPeerTransport(peers, identity.tls(), inbox);
        made.set(transport);
        return transport;
    }

    ReplicaHost host() {
        return host;
    }

    HttpPeerTransport transport() {
        return transport;
    }

    @Override
    public void start() {
        transport.start();
        host.start();
        running = true;
    }

    @Override
    public void stop() {
        if (running) {
            running = false;
            transport.close();
            host.close();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Before the web server, whose phase is the last. */
    @Override
    public int getPhase() {
        return 0;
    }

    @Override
    public void close() {
        stop();
    }
}
