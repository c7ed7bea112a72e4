package dev.shieldwall.transport.asoc;

import dev.shieldwall.transport.asoc.core.Backoff;
import dev.shieldwall.transport.asoc.core.Link;
import dev.shieldwall.transport.asoc.core.NodeId;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Keeps a {@link Node} connected with the peers it should have, one virtual thread each. While there is a connection
 * with a peer, whoever dialled it, the peer is not dialled.
 */
public final class NodeClient implements AutoCloseable {

    /** Peers learned from announcements that are dialled at a time. */
    public static final int MAX_DISCOVERED = 100;

    /** Dials in a row after which a discovered peer is dropped. Static ones are dialled for ever. */
    public static final int MAX_FAILURES = 3;

    /** A discovered peer that has not announced itself for so long is not dialled any more. */
    public static final long STALE_MILLIS = 15_000;

    private static final System.Logger LOG = System.getLogger(NodeClient.class.getName());

    private final Node node;
    private final Set<NodeId> fixed = ConcurrentHashMap.newKeySet();
    private final Map<NodeId, Discovered> discovered = new ConcurrentHashMap<>();
    private final Set<Thread> dialling = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    public NodeClient(Node node) {
        this.node = node;
    }

    private record Discovered(InetSocketAddress address, long seenMillis) {}

    /** Dials this peer for ever. Once for each node id. */
    public void keepConnected(NodeId peer, InetSocketAddress address) {
        node.expect(peer);
        if (fixed.add(peer)) {
            start(() -> dialForEver(peer, address));
        }
    }

    private void start(Runnable dial) {
        Thread.ofVirtual().name("asoc-dial").start(() -> {
            dialling.add(Thread.currentThread());
            try {
                dial.run();
            } finally {
                dialling.remove(Thread.currentThread());
            }
        });
    }

    /** Dials a peer that announced itself, unless it is known; later announcements only say that it is still there. */
    void discovered(NodeId peer, InetSocketAddress address) {
        if (closed || fixed.contains(peer)) {
            return;
        }
        boolean known = discovered.containsKey(peer);
        if (!known && discovered.size() >= MAX_DISCOVERED) {
            return;
        }
        discovered.put(peer, new Discovered(address, node.nowMillis()));
        if (!known) {
            node.expect(peer);
            start(() -> dialWhileAnnounced(peer));
        }
    }

    private void dialForEver(NodeId peer, InetSocketAddress address) {
        int failures = 0;
        while (!closed) {
            try {
                node.registry().awaitAbsence(peer);
                failures = dial(peer, address, failures) ? 0 : failures + 1;
                Thread.sleep(Backoff.delayMillis(failures, node.randomness().nextDouble()));
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void dialWhileAnnounced(NodeId peer) {
        int failures = 0;
        try {
            while (!closed) {
                node.registry().awaitAbsence(peer);
                Discovered last = discovered.get(peer);
                if (last == null || node.nowMillis() - last.seenMillis() > STALE_MILLIS) {
                    break;
                }
                failures = dial(peer, last.address(), failures) ? 0 : failures + 1;
                if (failures >= MAX_FAILURES) {
                    break;
                }
                Thread.sleep(Backoff.delayMillis(failures, node.randomness().nextDouble()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            discovered.remove(peer);
            node.expectNoLonger(peer);
        }
    }

    /** Until the connection is over. Returns whether the peer became known. */
    private boolean dial(NodeId peer, InetSocketAddress address, int failures) throws InterruptedException {
        var known = new AtomicBoolean();
        try (SocketChannel channel = SocketChannel.open()) {
            Thread connection = Thread.ofVirtual().name("asoc-peer")
                    .start(() -> known.set(run(channel, address, node.clientLink(peer, failures))));
            connection.join();
        } catch (IOException | OutOfMemoryError e) { // no descriptor, or no memory for a thread: both come back
            LOG.log(System.Logger.Level.WARNING, "dialling a peer", e);
        }
        return known.get();
    }

    /** In a thread of its own: what is thrown here ends the connection and not the dialling. */
    private boolean run(SocketChannel channel, InetSocketAddress address, Link link) {
        Optional<Guard.Place> free = node.guard().admitOwn();
        if (free.isEmpty()) {
            return false;
        }
        try (Guard.Place place = free.get()) {
            channel.socket().connect(address, Math.toIntExact(NodeTimes.CONNECT.toMillis()));
            return node.run(Wire.dialled(node.options().wires(), channel), link, address.getAddress(), place);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "dialling a peer", e);
            return false;
        }
    }

    int dialledByAnnouncement() {
        return discovered.size();
    }

    /** Dials no more and ends the connections that it dialled. */
    @Override
    public void close() {
        closed = true;
        dialling.forEach(Thread::interrupt);
    }
}
