package dev.shieldwall.node;

import dev.shieldwall.transport.asoc.Discovery;
import dev.shieldwall.transport.asoc.Inbox;
import dev.shieldwall.transport.asoc.Node;
import dev.shieldwall.transport.asoc.NodeClient;
import dev.shieldwall.transport.asoc.NodeEvent;
import dev.shieldwall.transport.asoc.NodeOptions;
import dev.shieldwall.transport.asoc.NodeServer;
import dev.shieldwall.transport.asoc.Who;
import dev.shieldwall.transport.asoc.core.ClusterKey;
import dev.shieldwall.transport.asoc.core.Community;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A node that listens, keeps connected with its peers and, if asked to, finds more of them. */
final class JoinedNode implements AutoCloseable {

    private static final Duration FAREWELL = Duration.ofSeconds(30);
    private static final InetAddress EVERYBODY = InetAddress.ofLiteral("255.255.255.255");

    private final Who who;
    private final Node node;
    private final NodeClient client;
    private final Optional<NodeServer> server;
    private final @Nullable Discovery discovery;

    /** Whether other nodes can dial this one. */
    enum Role {
        LISTENING,
        DIALLING_ONLY
    }

    JoinedNode(Membership membership, Role role, Inbox inbox, Consumer<NodeEvent> listener) throws IOException {
        NodeHome home = membership.home();
        this.who = new Who(
                home.id(), home.identity(), new Community(membership.community()), membership.trust());
        InetSocketAddress own = membership.own(); // a wrong command line before anything is started
        List<InetSocketAddress> targets = membership.discovery();
        this.node = new Node(who, clusterKey(membership.clusterKeyFile()), NodeOptions.STANDARD, inbox, listener);
        this.server = role == Role.LISTENING ? Optional.of(listen(own)) : Optional.empty();
        this.client = new NodeClient(node);
        for (PeerAddress peer : membership.peers()) {
            keepConnected(peer);
        }
        this.discovery = discover(targets, own.getAddress());
    }

    private static ClusterKey clusterKey(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new IOException("there is no cluster key in " + file + "; make one with './shieldwall node init', or copy "
                    + "that of another node");
        }
        return new ClusterKey(NodeHome.clusterKey(file));
    }

    private NodeServer listen(InetSocketAddress address) throws IOException {
        try {
            return new NodeServer(node, address);
        } catch (IOException e) {
            throw new IOException("cannot listen on " + address.getHostString() + ":" + address.getPort() + ": "
                    + e.getMessage() + "; take another with --port", e);
        }
    }

    private @Nullable Discovery discover(List<InetSocketAddress> targets, InetAddress own) throws IOException {
        if (targets.isEmpty()) {
            return null;
        }
        InetSocketAddress target = targets.getFirst();
        var started = new Discovery(
                node, client, new InetSocketAddress(hearing(target.getAddress(), own), target.getPort()));
        if (server.isPresent()) {
            started.announce(server.get(), targets);
        }
        return started;
    }

    /** Where to hear announcements: broadcasts come only to sockets that are bound to no address, all else to our own. */
    static InetAddress hearing(InetAddress target, InetAddress own) throws SocketException {
        boolean broadcast = target.equals(EVERYBODY) || NetworkInterface.networkInterfaces()
                .flatMap(network -> network.getInterfaceAddresses().stream())
                .anyMatch(address -> target.equals(address.getBroadcast()));
        return broadcast ? new InetSocketAddress(0).getAddress() : own;
    }

    void keepConnected(PeerAddress peer) throws UnknownHostException {
        InetAddress found = InetAddress.getByName(peer.host());
        client.keepConnected(peer.id(), new InetSocketAddress(found, peer.port()));
    }

    Who who() {
        return who;
    }

    Node node() {
        return node;
    }

    Optional<InetSocketAddress> address() throws IOException {
        return server.isPresent() ? Optional.of(server.get().address()) : Optional.empty();
    }

    /** What was sent arrives, unless a peer takes nothing for half a minute. */
    @Override
    public void close() throws IOException, InterruptedException {
        node.finish(FAREWELL);
        if (discovery != null) {
            discovery.close();
        }
        if (server.isPresent()) {
            server.get().close();
        }
        client.close();
        node.close();
    }
}
