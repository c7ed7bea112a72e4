package dev.shieldwall.transport.asoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shieldwall.transport.asoc.core.NodeId;
import dev.shieldwall.transport.asoc.core.Refusal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against a peer that was written by hand from the byte layouts, in both roles, over real sockets. */
@Timeout(90)
class OldPeerInteropTest {

    private static final String OLD = "ffeeddcc-bbaa-9988-7766-554433221100";
    private static final byte[] TENSOR = randomBytes(2_500_000);

    @TempDir
    Path folder;

    private static byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        new Random(2_500_000).nextBytes(bytes);
        return bytes;
    }

    @Test
    void anOldClientStreamsTwoAndAHalfMegabytesToUs() throws Exception {
        try (TestNode us = new TestNode.Recipe(1).start();
                OldPeer old = OldPeer.connect(us.server.address()).greet(OLD, 1)) {
            old.stream(1, TENSOR);
            old.stream(3, new byte[0]);
            TestNode.Stream stream = us.nextStream();
            assertThat(stream.from()).isEqualTo(NodeId.parse(OLD));
            assertThat(stream.bytes()).isEqualTo(TENSOR);
            assertThat(us.nextStream().bytes()).isEmpty();
        }
    }

    @Test
    void weStreamTwoAndAHalfMegabytesToAnOldClient() throws Exception {
        try (TestNode us = new TestNode.Recipe(1).start();
                OldPeer old = OldPeer.connect(us.server.address()).greet(OLD, 1)) {
            us.await(NodeEvent.Authenticated.class); // it said nothing, so it is taken for an old one
            var sent = sendInBackground(us, ByteBuffer.wrap(TENSOR));
            OldPeer.Frame first = old.readIgnoringControl();
            assertThat(first.stream() % 2).isZero();
            assertThat(first.payload()).hasSize(1 << 20);
            assertThat(old.readIgnoringControl().payload()).hasSize(1 << 20);
            assertThat(old.readIgnoringControl().payload()).hasSize(402_848);
            OldPeer.Frame end = old.readIgnoringControl();
            assertThat(end.type()).isEqualTo(2);
            assertThat(end.sequence()).isEqualTo(3);
            sent.join();
        }
    }

    private static CompletableFuture<Void> sendInBackground(TestNode us, ByteBuffer payload) {
        return CompletableFuture.runAsync(() -> {
            try {
                us.node.send(NodeId.parse(OLD), payload);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
    }

    @Test
    void weDialAnOldServerAndStreamAFileAndItStreamsBack() throws Exception {
        Path file = Files.write(folder.resolve("tensor"), TENSOR);
        try (var listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                TestNode us = new TestNode.Recipe(1).start()) {
            us.client.keepConnected(NodeId.parse(OLD), address(listening));
            try (OldPeer old = new OldPeer(listening.accept()).welcome(OldPeer.accept(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}))) {
                us.await(NodeEvent.Authenticated.class);
                var received = CompletableFuture.supplyAsync(() -> readStream(old));
                try (FileChannel channel = FileChannel.open(file)) {
                    us.node.send(NodeId.parse(OLD), channel);
                }
                assertThat(received.join()).isEqualTo(TENSOR);
                old.stream(1, TENSOR);
                assertThat(us.nextStream().bytes()).isEqualTo(TENSOR);
                assertThat(Objects.requireNonNull(us.node.counters().bytesPerPeer().get(NodeId.parse(OLD))).sent()).isGreaterThan(2_500_000);
            }
        }
    }

    private static InetSocketAddress address(ServerSocket listening) {
        return new InetSocketAddress(listening.getInetAddress(), listening.getLocalPort());
    }

    private static byte[] readStream(OldPeer old) {
        try {
            return old.readStream();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** The reference closes after 30 s without a frame and ignores CONTROL. */
    @Test
    void anIdleOldPeerGetsEmptyControlFrames() throws Exception {
        try (TestNode us = new TestNode.Recipe(1).start();
                OldPeer old = OldPeer.connect(us.server.address()).greet(OLD, 1)) {
            for (int i = 0; i < 3; i++) {
                OldPeer.Frame frame = old.read();
                assertThat(frame.type()).isEqualTo(3);
                assertThat(frame.stream()).isZero();
                assertThat(frame.payload()).isEmpty();
            }
        }
    }

    /** B4: the reference sends to the first connection that it has, whoever was asked for. */
    @Test
    void whatIsForSomebodyElseIsSentToNobody() throws Exception {
        try (TestNode us = new TestNode.Recipe(1).start();
                OldPeer old = OldPeer.connect(us.server.address()).greet(OLD, 1)) {
            us.await(NodeEvent.Authenticated.class);
            NodeId absent = NodeId.parse("00000000-0000-0000-0000-000000000099");
            assertThatThrownBy(() -> us.node.send(absent, ByteBuffer.wrap(new byte[1])))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("not connected");
            assertThat(us.node.peers()).containsExactly(NodeId.parse(OLD));
            assertThat(old.read().type()).isEqualTo(3);
        }
    }

    /** A reference client that dials again begins its streams at 1 again. */
    @Test
    void streamsOfTwoConnectionsWithOneNodeAreNotMixed() throws Exception {
        try (TestNode us = new TestNode.Recipe(1).start();
                OldPeer first = OldPeer.connect(us.server.address()).greet(OLD, 1);
                OldPeer second = OldPeer.connect(us.server.address()).greet(OLD, 2)) {
            first.frame(1, 1, 0, new byte[] {1});
            us.await(NodeEvent.Authenticated.class, 1, _ -> true);
            second.stream(1, new byte[] {2});
            assertThat(us.nextStream().bytes()).containsExactly(2);
            first.frame(1, 1, 1, new byte[] {3});
            first.frame(2, 1, 2, new byte[0]);
            assertThat(us.nextStream().bytes()).containsExactly(1, 3);
            second.frame(1, 3, 0, new byte[] {4});
            second.close();
            assertThat(us.unended.poll(60, TimeUnit.SECONDS)).isEqualTo(3);
        }
    }

    /** B3 and B7: a reference client dials again every 10 s; the newest is used, no older one takes it away. */
    @Test
    void ofSeveralConnectionsTheNewestIsUsedAndFourAreTheMost() throws Exception {
        try (TestNode us = new TestNode.Recipe(1).start();
                OldPeer first = OldPeer.connect(us.server.address()).greet(OLD, 1);
                OldPeer second = OldPeer.connect(us.server.address()).greet(OLD, 2)) {
            first.frame(1, 1, 0, new byte[1]);
            us.await(NodeEvent.Authenticated.class, 1, _ -> true);
            second.frame(1, 1, 0, new byte[1]);
            us.await(NodeEvent.Authenticated.class, 2, _ -> true);
            sendInBackground(us, ByteBuffer.wrap(new byte[] {7}));
            assertThat(second.readStream()).containsExactly(7);
            first.close();
            us.await(NodeEvent.Disconnected.class);
            sendInBackground(us, ByteBuffer.wrap(new byte[] {8}));
            assertThat(second.readStream()).containsExactly(8);
            for (int i = 3; i < 6; i++) {
                OldPeer.connect(us.server.address()).greet(OLD, i).frame(1, 1, 0, new byte[1]);
                us.await(NodeEvent.Authenticated.class, i, _ -> true);
            }
            OldPeer fifth = OldPeer.connect(us.server.address()).greet(OLD, 6);
            fifth.frame(1, 1, 0, new byte[1]);
            fifth.awaitClose();
            us.await(NodeEvent.TurnedAway.class, event -> event.reason() == Refusal.TOO_MANY_CONNECTIONS);
            assertThat(us.node.counters().counts().failures()).isZero(); // it held the key: no step to a lock-out
        }
    }
}
