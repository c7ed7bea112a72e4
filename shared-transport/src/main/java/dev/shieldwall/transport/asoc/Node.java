package dev.shieldwall.transport.asoc;

import dev.shieldwall.transport.asoc.core.ClusterKey;
import dev.shieldwall.transport.asoc.core.ClientLink;
import dev.shieldwall.transport.asoc.core.Link;
import dev.shieldwall.transport.asoc.core.NodeId;
import dev.shieldwall.transport.asoc.core.Refusal;
import dev.shieldwall.transport.asoc.core.ReplayMemory;
import dev.shieldwall.transport.asoc.core.ServerLink;
import dev.shieldwall.transport.asoc.core.Terms;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * One node: who it is, its key, and the connections with its peers, whoever dialled. {@link NodeServer} and
 * {@link NodeClient} bring connections to it. Thread-safe.
 *
 * <p>Guarantee, for peers with a pinned identity key: what the inbox gets was sent by that node, in that order, to this
 * node, and was read by nobody else. For others: {@link NodeEvent.Assurance} says how little.
 */
public final class Node implements AutoCloseable {

    private final Who who;
    private final NodeOptions options;
    private final Inbox inbox;
    private final Consumer<NodeEvent> listener;
    private final Rotation rotation;
    private final Guard guard;
    private final BufferBudget payloads;
    private final Registry registry = new Registry();
    private final NodeCounters counters = new NodeCounters();
    private final SystemRandomness randomness = new SystemRandomness();
    private final ReplayMemory<ServerLink.SeenHello> hellos =
            new ReplayMemory<>(NodeLimits.HELLOS, NodeLimits.HELLO_MILLIS);
    private final ReplayMemory<Long> tokens = new ReplayMemory<>(NodeLimits.HELLOS, NodeLimits.HELLO_MILLIS);
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final Set<NodeId> expected = ConcurrentHashMap.newKeySet();
    private final Thread sweeper;
    private volatile boolean closed;

    /**
     * Keeps the key for as long as it lives.
     *
     * @param inbox called by the threads of connections; what it throws ends the connection
     * @param listener called by the threads of connections; must be thread-safe and must not block
     */
    public Node(Who who, ClusterKey key, NodeOptions options, Inbox inbox, Consumer<NodeEvent> listener) {
        this.who = who;
        this.options = options;
        this.inbox = inbox;
        this.listener = listener;
        this.guard = new Guard(options.limits());
        this.payloads = new BufferBudget(options.payloadBytes());
        this.rotation = new Rotation(this, key);
        this.sweeper = Thread.ofPlatform().daemon().name("asoc-sweeper").start(this::sweep); // busy inboxes cannot delay it
    }

    /** Sends the remaining bytes as one stream to exactly this peer and returns when the socket has taken them. */
    public void send(NodeId to, ByteBuffer payload) throws IOException {
        newest(to).outbound().stream(payload);
    }

    /** Sends a file as one stream; without a copy in this process if the connection is plain TCP in the old protocol. */
    public void send(NodeId to, FileChannel file) throws IOException {
        newest(to).outbound().stream(file);
    }

    /** Sends a file as one stream and waits, so long at most, until the peer says that its inbox has taken it. */
    public Delivery deliver(NodeId to, FileChannel file, Duration patience) throws IOException {
        return newest(to).deliver(file, patience);
    }

    private Connection newest(NodeId to) throws IOException {
        return registry.newest(to).orElseThrow(() -> new IOException("not connected with " + to));
    }

    public Set<NodeId> peers() {
        return registry.nodes();
    }

    public NodeCounters counters() {
        return counters;
    }

    /**
     * Replaces the cluster's key by one of 1 to 256 bytes, which the caller overwrites. Connected peers whose identity
     * key is pinned, and which let this node rotate keys, take it too and say so ({@link NodeEvent.KeyAcknowledged}); all
     * others need it by hand, and of those that are connected the listener hears ({@link NodeEvent.KeyWithheld}). The key
     * before is accepted for the grace period, at most seven days, then overwritten; connections made with it end with
     * the grace, except those on which the new one was told and taken.
     */
    public void rotateKey(byte[] key, Duration grace) {
        rotation.rotate(key, grace);
    }

    /** Whether this node has no other key any more than the current one. */
    boolean hasOneKey() {
        return rotation.keys().usable(nowMillis()).size() == 1;
    }

    /** A peer that may come without being unexpected. */
    void expect(NodeId node) {
        expected.add(node);
    }

    void expectNoLonger(NodeId node) {
        expected.remove(node);
    }

    Link serverLink() {
        return new ServerLink(terms(), hellos, randomness);
    }

    /** With another key after each failure: a server that has not rotated yet knows only the previous one. */
    Link clientLink(NodeId server, int failures) {
        List<ClusterKey> usable = rotation.keys().usable(nowMillis());
        return new ClientLink(terms(), server, usable.get(failures % usable.size()), tokens, randomness);
    }

    private Terms terms() {
        return new Terms(who.id(), who.identity(), who.community(), rotation.keys(), who.trust());
    }

    /** Runs a connection in this thread until it is over; wire and place stay the caller's, who closes them. */
    boolean run(Wire wire, Link link, InetAddress address, Guard.Place place) {
        var connection = new Connection(this, wire, link, address, place);
        counters.opened();
        connections.add(connection);
        if (closed) {
            connection.cut(Refusal.CUT_OFF);
        }
        return connection.run();
    }

    void authenticated(Connection connection, NodeId peer) {
        boolean pinned = who.trust().pinned().containsKey(peer);
        NodeEvent.Assurance assurance = !connection.sealed()
                ? NodeEvent.Assurance.SHARED_KEY
                : pinned ? NodeEvent.Assurance.PINNED_IDENTITY : NodeEvent.Assurance.IDENTITY;
        tell(new NodeEvent.Authenticated(now(), connection.address(), peer, assurance));
        if (!pinned && !expected.contains(peer)) {
            tell(new NodeEvent.UnexpectedNode(now(), connection.address(), peer));
        }
    }

    /** A connection is over. Whoever came and went without a byte has tried nothing. */
    void ended(Connection connection, Refusal why, boolean heard) {
        connections.remove(connection);
        Optional<NodeId> peer = connection.peer();
        peer.ifPresent(known -> registry.remove(known, connection));
        if (why == Refusal.TOO_MANY_CONNECTIONS || why == Refusal.MEMORY_FULL) {
            tell(new NodeEvent.TurnedAway(now(), connection.address(), why)); // it held the key
        } else if (peer.isPresent()) {
            endedKnown(connection, peer.get(), why);
        } else if (heard || why != Refusal.CUT_OFF) {
            failed(connection, why);
        }
    }

    private void endedKnown(Connection connection, NodeId peer, Refusal why) {
        if (why != Refusal.CUT_OFF) {
            tell(new NodeEvent.PeerRefused(now(), connection.address(), peer, why));
        }
        tell(new NodeEvent.Disconnected(now(), connection.address(), peer));
    }

    private void failed(Connection connection, Refusal why) {
        InetAddress address = connection.address();
        if (why == Refusal.REPLAY) {
            tell(new NodeEvent.ReplayDetected(now(), address));
        }
        tell(new NodeEvent.AuthenticationFailed(now(), address, why));
        if (!connection.dialled() && guard.failed(address, nowMillis())) {
            tell(new NodeEvent.LockedOut(now(), address));
        }
    }

    void tell(NodeEvent event) {
        counters.count(event);
        listener.accept(event);
    }

    private void sweep() {
        try {
            while (!closed) {
                Thread.sleep(NodeTimes.SWEEP);
                connections.forEach(connection -> contained(connection::sweep));
                contained(rotation::sweep);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    /** Every time limit of every connection hangs on the sweeper: one that cannot be swept does not end it. */
    private static void contained(Runnable task) {
        Contained.run("watching the times", () -> {
            task.run();
            return null;
        });
    }

    Who who() {
        return who;
    }

    NodeOptions options() {
        return options;
    }

    Inbox inbox() {
        return inbox;
    }

    Guard guard() {
        return guard;
    }

    BufferBudget payloads() {
        return payloads;
    }

    Registry registry() {
        return registry;
    }

    Rotation rotation() {
        return rotation;
    }

    SystemRandomness randomness() {
        return randomness;
    }

    Instant now() {
        return options.clock().instant();
    }

    long nowMillis() {
        return options.clock().millis();
    }

    boolean isClosed() {
        return closed;
    }

    /**
     * Sends no more and waits until every peer has taken what was sent and has closed, or the time is over. To close
     * without this may lose what the peer has not read yet.
     */
    public void finish(Duration patience) throws InterruptedException {
        for (Connection connection : connections) {
            connection.finish();
        }
        registry.awaitNobody(patience);
    }

    /** Ends all connections. Servers and clients of this node are closed by their owner, before. */
    @Override
    public void close() {
        closed = true;
        sweeper.interrupt();
        connections.forEach(connection -> connection.cut(Refusal.CUT_OFF));
    }
}
