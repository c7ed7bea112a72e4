package dev.shieldwall.transport.asoc;

import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.transport.asoc.core.ClusterKey;
import dev.shieldwall.transport.asoc.core.ClusterKeys;
import dev.shieldwall.transport.asoc.core.ControlMessage;
import dev.shieldwall.transport.asoc.core.NodeId;
import dev.shieldwall.transport.asoc.core.Refusal;
import dev.shieldwall.transport.asoc.core.RefusedException;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The cluster's key of a running node, and how it is replaced: by its operator, or by a peer who may. Thread-safe. */
final class Rotation {

    static final Duration MAX_GRACE = Duration.ofDays(7);

    /** After the grace period a handshake that began in it may still be using the old key. */
    private static final long LAST_HANDSHAKE_MILLIS = 120_000;

    private final Node node;
    private ClusterKeys keys;

    Rotation(Node node, ClusterKey key) {
        this.node = node;
        this.keys = new ClusterKeys.Single(key);
    }

    synchronized ClusterKeys keys() {
        return keys;
    }

    /**
     * Takes a new key and tells the connected peers whose identity key is pinned. Whoever else is connected may be the
     * one because of whom the key is replaced: the listener hears who was not told.
     */
    void rotate(byte[] key, Duration grace) {
        requireGrace(grace);
        byte[] message = ControlMessage.rotateKey(key, Math.toIntExact(grace.toSeconds()));
        try {
            List<Connection> connected = node.registry().newestOfEach();
            List<Connection> pinned = connected.stream().filter(this::isPinned).toList();
            pinned.forEach(Connection::awaitAnswer);
            take(SecretBytes.copyOf(key), grace, Optional.empty());
            pinned.forEach(connection -> tell(connection, message));
            connected.stream().filter(connection -> !pinned.contains(connection)).forEach(this::withheld);
        } finally {
            Arrays.fill(message, (byte) 0);
        }
    }

    private static void requireGrace(Duration grace) {
        if (grace.isNegative() || grace.compareTo(MAX_GRACE) > 0) {
            throw new IllegalArgumentException("a grace period is at most " + MAX_GRACE);
        }
    }

    private boolean isPinned(Connection connection) {
        return connection.sealed()
                && connection.peer().filter(node.who().trust().pinned()::containsKey).isPresent();
    }

    private static void tell(Connection connection, byte[] message) {
        try {
            connection.outbound().control(message);
        } catch (IOException e) {
            connection.cut(Refusal.CUT_OFF);
        }
    }

    private void withheld(Connection connection) {
        connection.peer().ifPresent(peer -> node.tell(new NodeEvent.KeyWithheld(node.now(), connection.address(), peer)));
    }

    void receive(ControlMessage.RotateKey offered, NodeId from, Connection connection)
            throws IOException, RefusedException {
        requireEntitled(from, offered);
        take(offered.key(), Duration.ofSeconds(offered.graceSeconds()), Optional.of(connection));
        connection.outbound().control(ControlMessage.keyRotated(keys().current()));
        node.tell(new NodeEvent.KeyTaken(node.now(), connection.address(), from));
    }

    void acknowledged(ControlMessage.KeyRotated taken, NodeId from, Connection connection) {
        if (taken.keyName() == keys().current().name()) {
            connection.renewed(taken.keyName());
            node.tell(new NodeEvent.KeyAcknowledged(node.now(), connection.address(), from));
        }
    }

    private void requireEntitled(NodeId from, ControlMessage.RotateKey offered) throws RefusedException {
        boolean entitled = node.who().trust().mayRotateKeys().contains(from);
        if (!entitled || offered.graceSeconds() > MAX_GRACE.toSeconds()) {
            offered.key().close();
            throw new RefusedException(entitled ? Refusal.MALFORMED : Refusal.NOT_ENTITLED);
        }
    }

    /** Whoever gave this node the key has it, so its connection stays. */
    private synchronized void take(SecretBytes secret, Duration grace, Optional<Connection> giver) {
        ClusterKey next = new ClusterKey(secret);
        giver.ifPresent(connection -> connection.renewed(next.name()));
        if (next.name() == keys.current().name()) {
            next.close(); // told twice
            return;
        }
        keys = keys.rotatedTo(next, node.nowMillis() + grace.toMillis());
    }

    /** Whether the key that the connection stands on is accepted no more. */
    synchronized boolean retired(Connection connection) {
        return keys.usable(node.nowMillis()).stream().noneMatch(key -> key.name() == connection.keyName());
    }

    /** Drops and overwrites the previous key once nothing can be using it. */
    synchronized void sweep() {
        if (keys instanceof ClusterKeys.Rotated(var current, var previous, var ends)
                && node.nowMillis() > ends + LAST_HANDSHAKE_MILLIS) {
            keys = new ClusterKeys.Single(current);
            previous.close();
        }
    }

    synchronized boolean holdsOldKey() {
        return keys instanceof ClusterKeys.Rotated;
    }
}
