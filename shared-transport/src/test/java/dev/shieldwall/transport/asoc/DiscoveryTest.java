package dev.shieldwall.transport.asoc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.transport.asoc.core.Announcement;
import dev.shieldwall.transport.asoc.core.ClusterKey;
import dev.shieldwall.transport.asoc.core.Community;
import dev.shieldwall.transport.asoc.core.NodeId;
import dev.shieldwall.transport.asoc.core.Refusal;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Datagrams over loopback. */
@Timeout(120)
class DiscoveryTest {

    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final NodeId STRANGER = NodeId.parse("00000000-0000-0000-0000-0000000000cc");

    private static byte[] announcement(Instant stamp, int port, int challenge) {
        return ClusterKey.ofText(OldPeer.API_KEY).announce(new Announcement(
                new Community("demo").hash(), STRANGER, port, stamp.getEpochSecond(), challenge));
    }

    private static void say(Discovery to, byte[] datagram) throws IOException {
        try (var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            socket.send(new DatagramPacket(datagram, datagram.length, to.address()));
        }
    }

    private static TestNode.Recipe at(Instant now) {
        var recipe = new TestNode.Recipe(1);
        recipe.options = TestNode.OPTIONS.with(InstantSource.fixed(now));
        return recipe;
    }

    /** B6: what is announced is where the node listens, loopback included. */
    @Test
    void twoNodesThatAnnounceThemselvesMeet() throws Exception {
        try (TestNode one = new TestNode.Recipe(1).start();
                TestNode two = new TestNode.Recipe(2).start();
                var hearing = new Discovery(one.node, one.client, ANY_PORT);
                var speaking = new Discovery(two.node, two.client, ANY_PORT)) {
            speaking.announce(two.server, List.of(hearing.address()));
            var met = one.await(NodeEvent.Authenticated.class);
            assertThat(met.node()).isEqualTo(two.id);
            assertThat(met.assurance()).isEqualTo(NodeEvent.Assurance.IDENTITY);
        }
    }

    /** A name that had no address when the node started must not keep the others from hearing of it. */
    @Test
    void aTargetWithoutAnAddressDoesNotSilenceTheOthers() throws Exception {
        try (TestNode one = new TestNode.Recipe(1).start();
                TestNode two = new TestNode.Recipe(2).start();
                var hearing = new Discovery(one.node, one.client, ANY_PORT);
                var speaking = new Discovery(two.node, two.client, ANY_PORT)) {
            speaking.announce(two.server,
                    List.of(InetSocketAddress.createUnresolved("no.such.host.invalid", 9), hearing.address()));
            assertThat(one.await(NodeEvent.Authenticated.class).node()).isEqualTo(two.id);
        }
    }

    /** Each datagram asks for the time. */
    @Test
    void aFaultWithOneDatagramDoesNotEndTheListening() throws Exception {
        var faulty = new AtomicBoolean(true);
        var recipe = at(NOW);
        recipe.options = recipe.options.with(() -> {
            if (Thread.currentThread().getName().equals("asoc-discover") && faulty.getAndSet(false)) {
                throw new OutOfMemoryError("made on purpose");
            }
            return NOW;
        });
        try (TestNode us = recipe.start();
                var discovery = new Discovery(us.node, us.client, ANY_PORT)) {
            say(discovery, new byte[50]);
            while (faulty.get()) {
                Thread.onSpinWait();
            }
            say(discovery, new byte[50]);
            us.await(NodeEvent.AnnouncementRefused.class);
        }
    }

    /** D3, as measured. */
    @Test
    void anAnnouncementStamped2001IsRefused() throws Exception {
        try (TestNode us = at(NOW).start();
                var discovery = new Discovery(us.node, us.client, ANY_PORT)) {
            say(discovery, announcement(Instant.parse("2001-01-01T00:00:00Z"), 1, 1));
            us.await(NodeEvent.AnnouncementRefused.class, event -> event.reason() == Refusal.STALE);
            assertThat(us.client.dialledByAnnouncement()).isZero();
        }
    }

    @Test
    void fiftyOneBytesAndNoneAreRefusedAndTheNextAnnouncementIsTaken() throws Exception {
        try (var listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                TestNode us = at(NOW).start();
                var discovery = new Discovery(us.node, us.client, ANY_PORT)) {
            say(discovery, new byte[51]);
            us.await(NodeEvent.AnnouncementRefused.class, event -> event.reason() == Refusal.MALFORMED);
            say(discovery, new byte[0]);
            us.await(NodeEvent.AnnouncementRefused.class, 2, event -> event.reason() == Refusal.MALFORMED);
            say(discovery, announcement(NOW, listening.getLocalPort(), 1));
            listening.accept().close(); // it dials
        }
    }

    @Test
    void anAddressHasTenDatagramsASecond() throws Exception {
        try (TestNode us = at(NOW).start();
                var discovery = new Discovery(us.node, us.client, ANY_PORT)) {
            for (int i = 0; i < 30; i++) {
                say(discovery, new byte[50]);
            }
            while (us.node.counters().datagramsDropped() < 20) {
                Thread.onSpinWait();
            }
            us.await(NodeEvent.AnnouncementRefused.class, 10, _ -> true);
            assertThat(us.events()).filteredOn(NodeEvent.AnnouncementRefused.class::isInstance).hasSize(10);
        }
    }

    /** Its port is closed; static peers would be dialled for ever. The clock stands still, so it does not grow stale. */
    @Test
    void aDiscoveredPeerIsDroppedAfterThreeFailures() throws Exception {
        int closed;
        try (var socket = new ServerSocket(0)) {
            closed = socket.getLocalPort();
        }
        try (TestNode us = at(NOW).start();
                var discovery = new Discovery(us.node, us.client, ANY_PORT)) {
            say(discovery, announcement(NOW, closed, 1));
            while (us.client.dialledByAnnouncement() == 0) {
                Thread.onSpinWait();
            }
            while (us.client.dialledByAnnouncement() > 0) {
                Thread.sleep(50); // 3 to 15 s of backoff
            }
            assertThat(us.node.guard().connections()).isZero();
        }
    }
}
