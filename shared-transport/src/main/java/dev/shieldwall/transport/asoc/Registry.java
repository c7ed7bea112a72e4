package dev.shieldwall.transport.asoc;

import dev.shieldwall.transport.asoc.core.NodeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The connections of known peers. Of several with one node the newest sends and is kept alive; the others end by
 * silence, because to close one at once would end the newest in a reference node, which mixes them up. Thread-safe.
 */
final class Registry {

    private final Map<NodeId, List<Connection>> byNode = new HashMap<>();

    /** False if the node has as many connections as it may. */
    synchronized boolean add(NodeId node, Connection connection) {
        List<Connection> connections = byNode.computeIfAbsent(node, _ -> new ArrayList<>());
        if (connections.size() >= NodeLimits.CONNECTIONS_PER_NODE) {
            return false;
        }
        connections.add(connection);
        notifyAll();
        return true;
    }

    /** Takes away this connection and no newer one of the same node. */
    synchronized void remove(NodeId node, Connection connection) {
        List<Connection> connections = byNode.get(node);
        if (connections == null || !connections.remove(connection)) {
            return;
        }
        if (connections.isEmpty()) {
            byNode.remove(node);
        }
        notifyAll();
    }

    synchronized Optional<Connection> newest(NodeId node) {
        List<Connection> connections = byNode.get(node);
        return connections == null ? Optional.empty() : Optional.of(connections.getLast());
    }

    synchronized List<Connection> newestOfEach() {
        return byNode.values().stream().map(List::getLast).toList();
    }

    synchronized int connections(NodeId node) {
        return byNode.getOrDefault(node, List.of()).size();
    }

    synchronized Set<NodeId> nodes() {
        return Set.copyOf(byNode.keySet());
    }

    synchronized void awaitNobody(Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        for (long left = patience.toMillis(); !byNode.isEmpty() && left > 0; ) {
            wait(left);
            left = (end - System.nanoTime()) / 1_000_000;
        }
    }

    synchronized void awaitAbsence(NodeId node) throws InterruptedException {
        while (byNode.containsKey(node)) {
            wait();
        }
    }
}
