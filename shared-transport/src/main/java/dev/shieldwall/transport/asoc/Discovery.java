package dev.shieldwall.transport.asoc;

import dev.shieldwall.transport.asoc.core.Announcement;
import dev.shieldwall.transport.asoc.core.DiscoveryIntake;
import dev.shieldwall.transport.asoc.core.Refusal;
import dev.shieldwall.transport.asoc.core.RefusedException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says by UDP every 3 s that this node is there, and dials those who say so. A datagram carries no address, so the
 * sender's counts: announcements leave from the address that the node listens on. A node that listens on loopback
 * then announces nothing that nobody can reach.
 */
public final class Discovery implements AutoCloseable {

    public static final Duration INTERVAL = Duration.ofSeconds(3);

    private static final System.Logger LOG = System.getLogger(Discovery.class.getName());

    private final Node node;
    private final NodeClient client;
    private final DiscoveryIntake intake;
    private final DatagramChannel listening;
    private final DatagramChannel speaking;

    /** Listens on that UDP address when it returns; the usual port is 9999, which several nodes of a machine share. */
    public Discovery(Node node, NodeClient client, InetSocketAddress listenOn) throws IOException {
        this.node = node;
        this.client = client;
        this.intake = new DiscoveryIntake(node.who().id(), node.who().community());
        this.listening = DatagramChannel.open()
                .setOption(StandardSocketOptions.SO_REUSEADDR, true)
                .bind(listenOn);
        this.speaking = DatagramChannel.open().setOption(StandardSocketOptions.SO_BROADCAST, true);
        Thread.ofVirtual().name("asoc-discover").start(this::listen);
    }

    public InetSocketAddress address() throws IOException {
        return (InetSocketAddress) listening.getLocalAddress();
    }

    /** Announces this server to those addresses, such as the broadcast address of its network. Once. */
    public void announce(NodeServer server, List<InetSocketAddress> targets) throws IOException {
        InetSocketAddress own = server.address();
        speaking.bind(new InetSocketAddress(own.getAddress(), 0));
        Thread.ofVirtual().name("asoc-announce").start(() -> speak(own.getPort(), List.copyOf(targets)));
    }

    private void speak(int port, List<InetSocketAddress> targets) {
        try {
            while (speaking.isOpen()) {
                for (InetSocketAddress target : targets) {
                    Contained.run("announcing to " + target, () -> say(datagram(port), target));
                }
                Thread.sleep(INTERVAL);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private byte[] datagram(int port) {
        var announcement = new Announcement(node.who().community().hash(), node.who().id(), port,
                node.now().getEpochSecond(), node.randomness().nextInt());
        return node.rotation().keys().current().announce(announcement);
    }

    private @Nullable Void say(byte[] datagram, InetSocketAddress target) {
        try {
            speaking.send(ByteBuffer.wrap(datagram), target);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "announcing", e); // closed; or a network that is down comes back
        }
        return null;
    }

    private void listen() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(Announcement.BYTES + 1); // one more shows what is too long
        while (listening.isOpen()) {
            Contained.run("listening to announcements", () -> listen(buffer));
        }
    }

    private @Nullable Void listen(ByteBuffer buffer) {
        try {
            var sender = (InetSocketAddress) listening.receive(buffer.clear());
            byte[] datagram = new byte[buffer.flip().remaining()];
            buffer.get(datagram);
            receive(datagram, sender);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "listening to announcements", e);
        }
        return null;
    }

    private void receive(byte[] datagram, InetSocketAddress sender) {
        if (node.guard().admitsDatagram(sender.getAddress(), node.nowMillis())) {
            Thread.startVirtualThread(() -> take(datagram, sender)); // it tells the listener, who might stop this loop
        } else {
            node.counters().datagramDropped(); // no event: it would cost more than the datagram did
        }
    }

    private void take(byte[] datagram, InetSocketAddress sender) {
        InetAddress address = sender.getAddress();
        try {
            Announcement announcement = intake.admit(datagram, node.rotation().keys(), node.nowMillis());
            client.discovered(announcement.node(), new InetSocketAddress(address, announcement.port()));
        } catch (RefusedException e) {
            refused(address, e.refusal());
        }
    }

    private void refused(InetAddress address, Refusal why) {
        if (why == Refusal.OWN_NODE_ID || why == Refusal.WRONG_COMMUNITY) {
            return; // the own echo, and neighbours who share the key
        }
        if (why == Refusal.REPLAY) {
            node.tell(new NodeEvent.ReplayDetected(node.now(), address));
        }
        node.tell(new NodeEvent.AnnouncementRefused(node.now(), address, why));
    }

    @Override
    public void close() throws IOException {
        listening.close();
        speaking.close();
    }
}
