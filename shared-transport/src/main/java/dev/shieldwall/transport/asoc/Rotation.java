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

    /** Takes a new key and tells every peer that is connected through the extension. */
    void rotate(byte[] key, Duration grace) {
        byte[] message = ControlMessage.rotateKey(key, Math.toIntExact(grace.toSeconds()));
        take(SecretBytes.copyOf(key), grace);
        for (Connection connection : node.registry().newestOfEach()) {
            if (connection.sealed()) {
                tell(connection, message);
            }
        }
        Arrays.fill(message, (byte) 0);
    }

    private static void tell(Connection connection, byte[] message) {
        try {
            connection.outbound().control(message);
        } catch (IOException e) {
            connection.cut(Refusal.CUT_OFF);
        }
    }

    void receive(ControlMessage message, NodeId from, Connection connection) throws IOException, RefusedException {
        switch (message) {
            case ControlMessage.RotateKey(var key, var graceSeconds) -> {
                if (!node.who().trust().mayRotateKeys().contains(from)) {
                    key.close();
                    throw new RefusedException(Refusal.NOT_ENTITLED);
                }
                if (graceSeconds > MAX_GRACE.toSeconds()) {
                    throw new RefusedException(Refusal.MALFORMED);
                }
                take(key, Duration.ofSeconds(graceSeconds));
                connection.outbound().control(ControlMessage.keyRotated(keys().current()));
                node.tell(new NodeEvent.KeyTaken(node.now(), connection.address(), from));
            }
            case ControlMessage.KeyRotated(var name) -> {
                if (name == keys().current().name()) {
                    node.tell(new NodeEvent.KeyAcknowledged(node.now(), connection.address(), from));
                }
            }
        }
    }

    private synchronized void take(SecretBytes secret, Duration grace) {
        if (grace.isNegative() || grace.compareTo(MAX_GRACE) > 0) {
            throw new IllegalArgumentException("a grace period is at most " + MAX_GRACE);
        }
        ClusterKey next = new ClusterKey(secret);
        if (next.name() == keys.current().name()) {
            next.close(); // told twice
            return;
        }
        keys = keys.rotatedTo(next, node.nowMillis() + grace.toMillis());
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
