package dev.shieldwall.transport.asoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shieldwall.transport.asoc.core.Rate;
import dev.shieldwall.transport.asoc.core.Refusal;
import dev.shieldwall.transport.asoc.core.RefusedException;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.security.KeyManagementException;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When there is no memory left: places come back, loops go on, and nobody gets more than there is. */
@Timeout(120)
class ScarcityTest {

    private static final String GOOD = "ffeeddcc-bbaa-9988-7766-554433221100";

    /** Has no memory for the first connections, then refuses the others in good order. */
    private static final class Starved extends SSLContextSpi {

        private final SSLContext real = SSLContext.getDefault();
        private final AtomicInteger starving;

        Starved(int connections) throws NoSuchAlgorithmException {
            this.starving = new AtomicInteger(connections);
        }

        static NodeOptions options(int connections) throws NoSuchAlgorithmException {
            SSLContext context = new SSLContext(new Starved(connections), new Provider("none", "1", "") {}, "none") {};
            return TestNode.OPTIONS.with(new Wires.Tls(context));
        }

        @Override
        protected SSLSocketFactory engineGetSocketFactory() {
            if (starving.getAndDecrement() > 0) {
                throw new OutOfMemoryError("made on purpose");
            }
            return real.getSocketFactory();
        }

        @Override
        protected void engineInit(KeyManager[] keys, TrustManager[] trust, SecureRandom random)
                throws KeyManagementException {
            throw new KeyManagementException();
        }

        @Override
        protected SSLServerSocketFactory engineGetServerSocketFactory() {
            return real.getServerSocketFactory();
        }

        @Override
        protected SSLEngine engineCreateSSLEngine() {
            return real.createSSLEngine();
        }

        @Override
        protected SSLEngine engineCreateSSLEngine(String host, int port) {
            return real.createSSLEngine(host, port);
        }

        @Override
        protected SSLSessionContext engineGetServerSessionContext() {
            return real.getServerSessionContext();
        }

        @Override
        protected SSLSessionContext engineGetClientSessionContext() {
            return real.getClientSessionContext();
        }
    }

    @Test
    void aPlaceComesBackWhenThereIsNoMemoryForItsConnection() throws Exception {
        var recipe = new TestNode.Recipe(1);
        var many = new Rate(10_000, 1_000);
        recipe.options = Starved.options(3).with(new NodeLimits(2, 1, many, many, many));
        try (TestNode us = recipe.start()) {
            for (int i = 0; i < 3; i++) {
                try (OldPeer stranger = OldPeer.connect(us.server.address())) {
                    stranger.awaitClose();
                }
                while (us.node.guard().connections() > 0) {
                    Thread.onSpinWait(); // the socket is closed a moment before
                }
            }
            try (OldPeer next = OldPeer.connect(us.server.address())) {
                next.write(OldPeer.hello(GOOD, 1)); // no TLS, so it is refused as that
                us.await(NodeEvent.AuthenticationFailed.class, event -> event.reason() == Refusal.TLS);
            }
            assertThat(us.events()).noneMatch(NodeEvent.TurnedAway.class::isInstance);
        }
    }

    @Test
    void dialledPlacesComeBackAndTheDiallingGoesOn() throws Exception {
        var recipe = new TestNode.Recipe(1);
        recipe.options = Starved.options(1);
        try (TestNode us = recipe.start();
                var listening = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            us.client.keepConnected(new TestNode.Recipe(2).id, (InetSocketAddress) listening.getLocalAddress());
            listening.accept().close();
            listening.accept().close(); // it came again
            us.await(NodeEvent.AuthenticationFailed.class);
            while (us.node.guard().connections() > 0) {
                Thread.onSpinWait();
            }
        }
    }

    /** All time limits hang on one thread. */
    @Test
    void aFaultInTheSweeperDoesNotEndTheTimeLimits() throws Exception {
        var faulty = new AtomicBoolean();
        var recipe = new TestNode.Recipe(1);
        recipe.options = TestNode.OPTIONS.with(() -> {
            if (Thread.currentThread().getName().equals("asoc-sweeper") && faulty.getAndSet(false)) {
                throw new OutOfMemoryError("made on purpose");
            }
            return Instant.now();
        });
        try (TestNode us = recipe.start()) {
            us.node.rotateKey(new byte[] {1}, Duration.ofHours(1)); // now it asks for the time
            faulty.set(true);
            while (faulty.get()) {
                Thread.onSpinWait();
            }
            try (OldPeer silent = OldPeer.connect(us.server.address())) {
                silent.write(new byte[] {1});
                us.await(NodeEvent.AuthenticationFailed.class, event -> event.reason() == Refusal.TIMEOUT);
            }
        }
    }

    private interface Reading {

        void from(Wire wire, SocketChannel peer) throws IOException, RefusedException;
    }

    private static void reading(Reading reading) throws Exception {
        try (var listening = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                SocketChannel peer = SocketChannel.open(listening.getLocalAddress());
                SocketChannel own = listening.accept()) {
            reading.from(new PlainWire(own), peer);
        }
    }

    private static void write(SocketChannel peer, int bytes) throws IOException {
        for (ByteBuffer all = ByteBuffer.allocate(bytes); all.hasRemaining(); ) {
            peer.write(all);
        }
    }

    @Test
    void whoAnnouncesMuchAndSendsLittleCostsLittle() throws Exception {
        var budget = new BufferBudget(1 << 30);
        reading((wire, peer) -> {
            var payloads = new PayloadBuffer(budget);
            write(peer, 10_000);
            peer.close();
            assertThatThrownBy(() -> payloads.read(wire, 10 << 20)).isInstanceOf(EOFException.class);
            assertThat(payloads.capacity()).isEqualTo(16 << 10);
            assertThat(budget.takenBytes()).isEqualTo(12 << 10);
            payloads.close();
            assertThat(budget.takenBytes()).isZero();
        });
    }

    @Test
    void whatAFrameOfOurOwnSizeTookIsKeptAndWhatALargerOneTookIsNot() throws Exception {
        var budget = new BufferBudget(1 << 30);
        reading((wire, peer) -> {
            Thread.startVirtualThread(() -> {
                try {
                    write(peer, 2 * PayloadBuffer.KEPT_BYTES + 3);
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            var payloads = new PayloadBuffer(budget);
            assertThat(payloads.read(wire, PayloadBuffer.KEPT_BYTES).remaining()).isEqualTo(PayloadBuffer.KEPT_BYTES);
            payloads.read(wire, 1);
            assertThat(payloads.capacity()).isEqualTo(PayloadBuffer.KEPT_BYTES);
            payloads.read(wire, PayloadBuffer.KEPT_BYTES + 1);
            payloads.read(wire, 1);
            assertThat(payloads.capacity()).isEqualTo(PayloadBuffer.LEAST_BYTES);
            assertThat(budget.takenBytes()).isZero();
        });
    }

    @Test
    void allTogetherTakeAsMuchAsThereIsAndNotAByteMore() {
        var budget = new BufferBudget(10);
        assertThat(budget.take(4)).isTrue();
        assertThat(budget.take(7)).isFalse();
        assertThat(budget.take(6)).isTrue();
        assertThat(budget.take(1)).isFalse();
        budget.giveBack(4);
        assertThat(budget.take(4)).isTrue();
    }

    @Test
    void aFrameForWhichThereIsNoRoomEndsItsConnectionAndLeavesTheRoomToOthers() throws Exception {
        var recipe = new TestNode.Recipe(1);
        recipe.options = TestNode.OPTIONS.withPayloadBytes(60 << 10);
        try (TestNode us = recipe.start();
                OldPeer good = OldPeer.connect(us.server.address()).greet(GOOD, 1);
                OldPeer greedy = OldPeer.connect(us.server.address()).greet("00000000-0000-0000-0000-0000000000bb", 2)) {
            greedy.stream(1, new byte[64 << 10]);
            assertThat(us.nextStream().bytes()).hasSize(64 << 10);
            greedy.frame(1, 3, 0, new byte[(64 << 10) + 1]);
            us.await(NodeEvent.PeerRefused.class, event -> event.reason() == Refusal.NO_ROOM);
            greedy.awaitClose();
            good.stream(1, new byte[64 << 10]);
            assertThat(us.nextStream().bytes()).hasSize(64 << 10);
        }
    }
}
