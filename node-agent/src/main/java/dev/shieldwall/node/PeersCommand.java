package dev.shieldwall.node;

import dev.shieldwall.transport.asoc.NodeCounters;
import dev.shieldwall.transport.asoc.NodeEvent;
import dev.shieldwall.transport.asoc.core.NodeId;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "peers", mixinStandardHelpOptions = true,
        description = "Joins for a while and lists the nodes that it is connected with.")
final class PeersCommand implements Callable<Integer> {

    private final PrintStream out;
    private final Map<NodeId, NodeEvent.Authenticated> seen = new ConcurrentHashMap<>();

    @Mixin
    private Membership membership = new Membership();

    @Option(names = "--seconds", paramLabel = "N", defaultValue = "10",
            description = "how long to look; nodes announce themselves every 3 s (default: ${DEFAULT-VALUE})")
    private int seconds;

    PeersCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (var node = new JoinedNode(
                membership, JoinedNode.Role.DIALLING_ONLY, _ -> new Unwanted(), this::remember)) {
            TimeUnit.SECONDS.sleep(seconds);
            Map<NodeId, NodeCounters.PeerBytes> bytes = node.node().counters().bytesPerPeer();
            out.printf("%-36s  %-15s  %10s  %10s  %s%n", "node", "address", "received", "sent", "known by");
            node.node().peers().forEach(peer -> list(peer, bytes.getOrDefault(peer, new NodeCounters.PeerBytes(0, 0))));
        }
        return 0;
    }

    private void remember(NodeEvent event) {
        if (event instanceof NodeEvent.Authenticated known) {
            seen.put(known.node(), known);
        }
    }

    private void list(NodeId peer, NodeCounters.PeerBytes bytes) {
        NodeEvent.Authenticated known = seen.get(peer);
        out.printf("%-36s  %-15s  %10s  %10s  %s%n", peer, known == null ? "" : known.address().getHostAddress(),
                Transfer.size(bytes.received()), Transfer.size(bytes.sent()),
                known == null ? "" : EventLines.words(known.assurance()));
    }
}
