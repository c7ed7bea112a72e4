package dev.shieldwall.transport.asoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The moment in which a connection becomes one that others may send on, and the one in which it is none any more. */
@Timeout(120)
class BecomingKnownTest {

    private static final String SECRET = "this must not be seen on the wire";

    private final TestNode.Recipe one = new TestNode.Recipe(1);
    private final TestNode.Recipe two = new TestNode.Recipe(2);

    /** The counters are what a connection asks for last before frames are sealed; whoever holds them holds it there. */
    private static Object lockOfTheCounters(TestNode node) throws ReflectiveOperationException {
        var traffic = NodeCounters.class.getDeclaredField("traffic");
        traffic.setAccessible(true);
        return traffic.get(node.node.counters());
    }

    private static void dialOnce(TestNode from, TestNode to, ManInTheMiddle through) {
        try (Guard.Place place = from.node.guard().admitOwn().orElseThrow()) {
            SocketChannel channel = SocketChannel.open(through.address());
            from.node.run(Wire.dialled(new Wires.Plain(), channel), from.node.clientLink(to.id, 0),
                    through.address().getAddress(), place);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void nobodySendsOnAConnectionBeforeItsFramesAreSealed() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        UnaryOperator<byte[]> look = frame -> {
            seen.add(new String(frame, StandardCharsets.ISO_8859_1));
            return frame;
        };
        one.pinning(two);
        try (TestNode client = one.start();
                TestNode server = two.start();
                var mallory = new ManInTheMiddle(server.server.address(), look, UnaryOperator.identity())) {
            Thread connection;
            synchronized (lockOfTheCounters(client)) {
                connection = Thread.ofPlatform().start(() -> dialOnce(client, server, mallory));
                while (connection.getState() != Thread.State.BLOCKED) {
                    Thread.onSpinWait();
                }
                assertThat(client.node.peers()).isEmpty();
                assertThatThrownBy(() -> client.node.send(server.id, ByteBuffer.wrap(SECRET.getBytes(StandardCharsets.US_ASCII))))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("not connected");
            }
            client.await(NodeEvent.Authenticated.class);
            client.node.send(server.id, ByteBuffer.wrap(SECRET.getBytes(StandardCharsets.US_ASCII)));
            assertThat(server.nextStream().bytes()).asString(StandardCharsets.US_ASCII).isEqualTo(SECRET);
            assertThat(seen).hasSizeGreaterThan(3).noneMatch(frame -> frame.contains(SECRET));
        }
    }

    @Test
    void aPeerWhoseInboxFailsAtOnceIsNoPeer() throws Exception {
        two.refusedByTheInbox = 1;
        try (TestNode client = one.start();
                TestNode server = two.start()) {
            client.dial(server);
            client.await(NodeEvent.Disconnected.class);
            client.await(NodeEvent.Authenticated.class, 2, _ -> true); // it dials again, and is welcome
            server.await(NodeEvent.Authenticated.class);
            assertThat(server.node.registry().connections(client.id)).isOne();
            server.node.send(client.id, ByteBuffer.wrap(new byte[] {1}));
            assertThat(client.nextStream().bytes()).containsExactly(1);
        }
    }

    /** The seal is gone by then; that is no fault of the sender. */
    @Test
    void sendingOnAConnectionThatHasEndedIsAnIoException() throws Exception {
        try (TestNode client = one.start();
                TestNode server = two.start()) {
            client.dial(server);
            client.await(NodeEvent.Authenticated.class);
            Outbound outbound = client.node.registry().newest(server.id).orElseThrow().outbound();
            outbound.close();
            assertThatThrownBy(() -> outbound.control(new byte[0])).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> outbound.stream(ByteBuffer.allocate(1))).isInstanceOf(IOException.class);
        }
    }

    /** An inbox that fails at the very end costs its own fault and nothing else: no key, no place, no name. */
    @Test
    void aFaultAtTheEndLeavesNothingBehind() throws Exception {
        try (TestNode client = one.start();
                TestNode server = two.start()) {
            client.dial(server);
            server.await(NodeEvent.Authenticated.class);
            Connection first = server.node.registry().newest(client.id).orElseThrow();
            server.closingFails = true;
            first.cut(dev.shieldwall.transport.asoc.core.Refusal.CUT_OFF);
            server.await(NodeEvent.Disconnected.class);
            server.await(NodeEvent.Authenticated.class, 2, _ -> true);
            assertThat(server.node.registry().connections(client.id)).isOne();
            while (server.node.guard().connections() > 1 || !hasEnded(first.outbound())) {
                Thread.onSpinWait();
            }
        }
    }

    private static boolean hasEnded(Outbound outbound) {
        try {
            outbound.control(new byte[0]);
            return false;
        } catch (IOException e) {
            return String.valueOf(e.getMessage()).contains("has ended");
        }
    }

    @Test
    void aFrameBeforeTheHandshakeIsOverIsABugAndNothingIsWritten() throws Exception {
        try (var listening = java.nio.channels.ServerSocketChannel.open()
                        .bind(new java.net.InetSocketAddress(java.net.InetAddress.getLoopbackAddress(), 0));
                SocketChannel own = SocketChannel.open(listening.getLocalAddress());
                SocketChannel other = listening.accept()) {
            var outbound = new Outbound(new PlainWire(own), TestNode.QUICK, 1);
            assertThatThrownBy(() -> outbound.stream(ByteBuffer.allocate(1))).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> outbound.control(new byte[1])).isInstanceOf(IllegalStateException.class);
            assertThat(other.read(ByteBuffer.allocate(1))).isEqualTo(-1); // cut, without a byte
        }
    }
}
