package dev.shieldwall.transport.asoc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.crypto.tls.PinnedTls;
import dev.shieldwall.crypto.tls.TlsIdentity;
import dev.shieldwall.transport.asoc.core.Refusal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes of ours over real sockets, and who sits between them. */
@Timeout(120)
class SealedNodesTest {

    private static final byte[] TENSOR = new byte[2_500_000];
    private static final byte[] SECRET = "this must not be seen on the wire".getBytes(StandardCharsets.US_ASCII);

    static {
        new Random(7).nextBytes(TENSOR);
    }

    private final TestNode.Recipe one = new TestNode.Recipe(1);
    private final TestNode.Recipe two = new TestNode.Recipe(2);

    @TempDir
    Path folder;

    @Test
    void twoNodesFindEachOthersIdentityAndStreamBothWays() throws Exception {
        two.pinning(one);
        try (TestNode client = one.start();
                TestNode server = two.start()) {
            client.dial(server);
            assertThat(client.await(NodeEvent.Authenticated.class).assurance()).isEqualTo(NodeEvent.Assurance.IDENTITY);
            assertThat(server.await(NodeEvent.Authenticated.class).assurance())
                    .isEqualTo(NodeEvent.Assurance.PINNED_IDENTITY);
            client.node.send(server.id, ByteBuffer.wrap(TENSOR));
            TestNode.Stream stream = server.nextStream();
            assertThat(stream.bytes()).isEqualTo(TENSOR);
            assertThat(stream.id() % 2).isOne();
            Path file = Files.write(folder.resolve("tensor"), TENSOR);
            try (FileChannel channel = FileChannel.open(file)) {
                server.node.send(client.id, channel);
            }
            TestNode.Stream back = client.nextStream();
            assertThat(back.bytes()).isEqualTo(TENSOR);
            assertThat(back.id() % 2).isZero();
        }
    }

    /** The server's unread keep-alive frames would make a plain close throw away what is still on its way. */
    @Test
    void whatWasSentBeforeTheEndStillArrives() throws Exception {
        byte[] much = new byte[30_000_000];
        new Random(30).nextBytes(much);
        try (TestNode server = new TestNode.Recipe(2).start()) {
            try (TestNode client = new TestNode.Recipe(1).start()) {
                client.dial(server);
                client.await(NodeEvent.Authenticated.class);
                client.node.send(server.id, ByteBuffer.wrap(much));
                client.node.finish(Duration.ofSeconds(60));
                assertThat(client.node.peers()).isEmpty();
            }
            assertThat(server.nextStream().bytes()).isEqualTo(much);
        }
    }

    @Test
    void anIdleSealedConnectionLivesBeyondItsReceiveTime() throws Exception {
        one.options = TestNode.OPTIONS.with(new NodeTimes(Duration.ofSeconds(5), Duration.ofSeconds(1),
                Duration.ofMillis(600), Duration.ofSeconds(5), Duration.ofMillis(100)));
        two.options = one.options;
        try (TestNode client = one.start();
                TestNode server = two.start()) {
            client.dial(server);
            server.await(NodeEvent.Authenticated.class);
            long before = Objects.requireNonNull(server.node.counters().bytesPerPeer().get(client.id)).received();
            while (Objects.requireNonNull(server.node.counters().bytesPerPeer().get(client.id)).received() < before + 20 * 30) {
                Thread.sleep(20); // twenty empty sealed CONTROL frames, 2 s of silence otherwise
            }
            assertThat(server.events()).noneMatch(NodeEvent.Disconnected.class::isInstance);
            client.await(NodeEvent.Authenticated.class);
            client.node.send(server.id, ByteBuffer.wrap(SECRET));
            assertThat(server.nextStream().bytes()).isEqualTo(SECRET);
        }
    }

    @Test
    void anUnknownIdentityIsUnexpectedAndAnnouncedSo() throws Exception {
        try (TestNode client = one.start();
                TestNode server = two.start()) {
            client.dial(server);
            assertThat(server.await(NodeEvent.UnexpectedNode.class).node()).isEqualTo(client.id);
            client.await(NodeEvent.Authenticated.class);
            assertThat(client.events()).noneMatch(NodeEvent.UnexpectedNode.class::isInstance);
        }
    }

    /** B3. */
    @Test
    void thereIsNoSecondDialWhileConnected() throws Exception {
        try (TestNode client = one.start();
                TestNode server = two.start()) {
            client.dial(server);
            server.await(NodeEvent.Authenticated.class);
            server.dial(client); // it is connected already, by the other side
            client.await(NodeEvent.Authenticated.class);
            client.node.send(server.id, ByteBuffer.wrap(SECRET));
            server.nextStream();
            assertThat(client.node.counters().connections()).isOne();
            assertThat(server.node.counters().connections()).isOne();
        }
    }

    /** Each side's newest connection may be another one; both carry, whichever is used. */
    @Test
    void twoNodesThatDialEachOtherAtOnceReachEachOther() throws Exception {
        try (TestNode left = one.start();
                TestNode right = two.start()) {
            left.dial(right);
            right.dial(left);
            left.await(NodeEvent.Authenticated.class);
            right.await(NodeEvent.Authenticated.class);
            for (int i = 0; i < 10; i++) {
                left.node.send(right.id, ByteBuffer.wrap(SECRET));
                assertThat(right.nextStream().from()).isEqualTo(left.id);
                right.node.send(left.id, ByteBuffer.wrap(SECRET));
                assertThat(left.nextStream().from()).isEqualTo(right.id);
            }
        }
    }

    @Test
    void aLostConnectionIsDialledAgain() throws Exception {
        try (TestNode client = one.start();
                TestNode server = two.start()) {
            client.dial(server);
            server.await(NodeEvent.Authenticated.class);
            server.node.registry().newest(client.id).orElseThrow().cut(Refusal.CUT_OFF);
            server.await(NodeEvent.Authenticated.class, 2, _ -> true);
        }
    }

    @Test
    void aFaultOfTheInboxEndsTheConnectionAndNotTheDialling() throws Exception {
        try (TestNode client = one.start();
                TestNode server = two.start()) {
            client.dial(server);
            server.await(NodeEvent.Authenticated.class);
            client.inboxFails = true;
            sendUntilCut(server, client);
            server.await(NodeEvent.Authenticated.class, 2, _ -> true);
            server.node.send(client.id, ByteBuffer.wrap(SECRET));
            assertThat(client.nextStream().bytes()).isEqualTo(SECRET);
        }
    }

    /** The connection may end before all of the stream is out. */
    private static void sendUntilCut(TestNode from, TestNode to) {
        try {
            from.node.send(to.id, ByteBuffer.wrap(SECRET));
        } catch (IOException e) {
            assertThat(to.inboxFails).as("the inbox was asked: " + e).isFalse();
        }
    }

    /** D5: an attacker on the path sees ciphertext, and each change of it ends the connection. */
    @Test
    void alteredDataIsRefusedAndNothingIsReadable() throws Exception {
        List<byte[]> seen = new CopyOnWriteArrayList<>();
        UnaryOperator<byte[]> alterData = frame -> {
            seen.add(frame.clone());
            if (frame[1] == 1) {
                frame[frame.length - 20] ^= 1;
            }
            return frame;
        };
        try (TestNode client = one.start();
                TestNode server = two.start();
                var mallory = new ManInTheMiddle(server.server.address(), alterData, UnaryOperator.identity())) {
            client.client.keepConnected(server.id, mallory.address());
            client.await(NodeEvent.Authenticated.class);
            client.node.send(server.id, ByteBuffer.wrap(SECRET));
            assertThat(server.await(NodeEvent.PeerRefused.class).reason()).isEqualTo(Refusal.NOT_OPENED);
            assertThat(server.streams).isEmpty();
            assertThat(seen).noneMatch(frame -> new String(frame, StandardCharsets.ISO_8859_1)
                    .contains(new String(SECRET, StandardCharsets.US_ASCII)));
        }
    }

    @Test
    void aFrameThatIsRepeatedOnItsWayIsRefused() throws Exception {
        UnaryOperator<byte[]> twice = frame -> frame[1] == 1
                ? ByteBuffer.allocate(2 * frame.length).put(frame).put(frame).array()
                : frame;
        try (TestNode client = one.start();
                TestNode server = two.start();
                var mallory = new ManInTheMiddle(server.server.address(), twice, UnaryOperator.identity())) {
            client.client.keepConnected(server.id, mallory.address());
            client.await(NodeEvent.Authenticated.class);
            client.node.send(server.id, ByteBuffer.wrap(SECRET));
            assertThat(server.await(NodeEvent.PeerRefused.class).reason()).isEqualTo(Refusal.NOT_OPENED);
        }
    }

    /** In the old protocol the same change goes unseen: this is what LEGACY_ALLOWED allows. */
    @Test
    void theOldProtocolDoesNotNoticeAlteredData() throws Exception {
        UnaryOperator<byte[]> alterData = frame -> {
            if (frame[1] == 1) {
                frame[14] ^= 1;
            }
            return frame;
        };
        try (TestNode server = two.start();
                var mallory = new ManInTheMiddle(server.server.address(), alterData, UnaryOperator.identity());
                OldPeer old = OldPeer.connect(mallory.address()).greet("ffeeddcc-bbaa-9988-7766-554433221100", 1)) {
            old.stream(1, new byte[] {2});
            assertThat(server.nextStream().bytes()).containsExactly(3);
        }
    }

    /** D4 and D6, as measured: one constant recorded ACCEPT, played to a client that pins the server. */
    @Test
    void aRecordedAcceptDoesNotDeceiveAClientThatPinsTheServer() throws Exception {
        one.pinning(two);
        byte[] recorded = OldPeer.accept(new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
        try (var listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                TestNode client = one.start()) {
            client.client.keepConnected(two.id, new InetSocketAddress(listening.getInetAddress(), listening.getLocalPort()));
            try (OldPeer impostor = new OldPeer(listening.accept()).welcome(recorded)) {
                impostor.awaitClose();
                client.await(NodeEvent.AuthenticationFailed.class, event -> event.reason() == Refusal.DOWNGRADE);
            }
            assertThat(client.node.peers()).isEmpty();
        }
    }

    /** Where the old protocol is allowed, the first playing cannot be told from a server, the second can. */
    @Test
    void aRecordedAcceptDeceivesAnOldFashionedClientOnceAndNotTwice() throws Exception {
        byte[] recorded = OldPeer.accept(new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
        try (var listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                TestNode client = one.start()) {
            client.client.keepConnected(two.id, new InetSocketAddress(listening.getInetAddress(), listening.getLocalPort()));
            try (OldPeer impostor = new OldPeer(listening.accept()).welcome(recorded)) {
                assertThat(client.await(NodeEvent.Authenticated.class).assurance())
                        .isEqualTo(NodeEvent.Assurance.SHARED_KEY);
            }
            try (OldPeer impostor = new OldPeer(listening.accept()).welcome(recorded)) {
                impostor.awaitClose();
                client.await(NodeEvent.ReplayDetected.class);
            }
        }
    }

    /** An attacker who takes the mark away gets two new peers to speak the old protocol, unless one of them is strict. */
    @Test
    void takingTheMarkAwayIsADowngradeThatAPinRefuses() throws Exception {
        UnaryOperator<byte[]> unmark = frame -> frame[1] == 5 ? OldPeer.accept(new byte[] {9, 9, 9, 9, 9, 9, 9, 9}) : frame;
        one.pinning(two);
        try (TestNode client = one.start();
                TestNode server = two.start();
                var mallory = new ManInTheMiddle(server.server.address(), UnaryOperator.identity(), unmark)) {
            client.client.keepConnected(two.id, mallory.address());
            client.await(NodeEvent.AuthenticationFailed.class, event -> event.reason() == Refusal.DOWNGRADE);
            assertThat(client.node.peers()).isEmpty();
        }
    }

    @Test
    void anOldPeerIsRefusedByANodeThatDemandsTheExtension() throws Exception {
        try (TestNode server = two.strict().start();
                OldPeer old = OldPeer.connect(server.server.address()).greet("ffeeddcc-bbaa-9988-7766-554433221100", 1)) {
            old.awaitClose();
            server.await(NodeEvent.AuthenticationFailed.class, event -> event.reason() == Refusal.DOWNGRADE);
        }
    }

    /** D7, as measured: the reference lets nodes of two communities with one key exchange data. */
    @Test
    void nodesOfTwoCommunitiesWithOneKeyDoNotMeet() throws Exception {
        two.community = "another";
        try (TestNode client = one.start();
                TestNode server = two.start()) {
            client.dial(server);
            server.await(NodeEvent.AuthenticationFailed.class, event -> event.reason() == Refusal.WRONG_COMMUNITY);
            assertThat(server.node.peers()).isEmpty();
            assertThat(client.node.peers()).isEmpty();
        }
    }

    @Test
    void anotherApiKeyIsRefused() throws Exception {
        one.apiKey = "another";
        try (TestNode client = one.start();
                TestNode server = two.start()) {
            client.dial(server);
            server.await(NodeEvent.AuthenticationFailed.class, event -> event.reason() == Refusal.BAD_MAC);
        }
    }

    @Test
    void aNewKeyIsTakenFromAPeerWhoMayAndAcknowledged() throws Exception {
        one.pinning(two);
        two.obeying(one);
        try (TestNode operator = one.start();
                TestNode follower = two.start()) {
            operator.dial(follower);
            operator.await(NodeEvent.Authenticated.class);
            follower.await(NodeEvent.Authenticated.class);
            operator.node.rotateKey("the next key".getBytes(StandardCharsets.US_ASCII), Duration.ofHours(1));
            assertThat(follower.await(NodeEvent.KeyTaken.class).node()).isEqualTo(operator.id);
            assertThat(operator.await(NodeEvent.KeyAcknowledged.class).node()).isEqualTo(follower.id);
            assertThat(follower.node.hasOneKey()).isFalse();
            TestNode.Recipe three = new TestNode.Recipe(3);
            three.apiKey = "the next key";
            TestNode.Recipe four = new TestNode.Recipe(4); // still has the old one, in the grace period
            try (TestNode fresh = three.start();
                    TestNode late = four.start()) {
                fresh.dial(follower);
                late.dial(follower);
                fresh.await(NodeEvent.Authenticated.class);
                late.await(NodeEvent.Authenticated.class);
            }
        }
    }

    @Test
    void aNewKeyIsNotTakenFromAPeerWhoMayNot() throws Exception {
        one.pinning(two);
        two.pinning(one);
        try (TestNode insider = one.start();
                TestNode server = two.start()) {
            insider.dial(server);
            insider.await(NodeEvent.Authenticated.class);
            server.await(NodeEvent.Authenticated.class);
            insider.node.rotateKey("mine".getBytes(StandardCharsets.US_ASCII), Duration.ZERO);
            assertThat(server.await(NodeEvent.PeerRefused.class).reason()).isEqualTo(Refusal.NOT_ENTITLED);
            assertThat(server.node.hasOneKey()).isTrue();
        }
    }

    private static TlsIdentity tlsIdentity(String name) {
        return TlsIdentity.generate(name, Instant.EPOCH, new SecureRandom());
    }

    private static void overTls(TestNode.Recipe recipe, TlsIdentity own, TlsIdentity... allowed) {
        var pins = java.util.Arrays.stream(allowed).map(TlsIdentity::spkiSha256).toList();
        recipe.options = TestNode.OPTIONS.with(new Wires.Tls(PinnedTls.sslContext(own, PinnedTls.anyOf(pins))));
    }

    @Test
    void overTlsTheSameHappensInsideOfIt() throws Exception {
        TlsIdentity first = tlsIdentity("one");
        TlsIdentity second = tlsIdentity("two");
        overTls(one, first, second);
        overTls(two, second, first);
        try (TestNode client = one.start();
                TestNode server = two.start()) {
            client.dial(server);
            server.await(NodeEvent.Authenticated.class);
            client.await(NodeEvent.Authenticated.class);
            client.node.send(server.id, ByteBuffer.wrap(TENSOR));
            assertThat(server.nextStream().bytes()).isEqualTo(TENSOR);
            server.node.send(client.id, ByteBuffer.wrap(TENSOR));
            assertThat(client.nextStream().bytes()).isEqualTo(TENSOR);
        }
    }

    @Test
    void aClientWithAnotherTlsKeyIsRefused() throws Exception {
        TlsIdentity second = tlsIdentity("two");
        overTls(one, tlsIdentity("not listed"), second);
        overTls(two, second, tlsIdentity("one"));
        try (TestNode client = one.start();
                TestNode server = two.start()) {
            client.dial(server);
            server.await(NodeEvent.AuthenticationFailed.class, event -> event.reason() == Refusal.TLS);
            assertThat(server.node.peers()).isEmpty();
        }
    }

    @Test
    void aServerWithAnotherTlsKeyIsRefused() throws Exception {
        TlsIdentity first = tlsIdentity("one");
        overTls(one, first, tlsIdentity("two"));
        overTls(two, tlsIdentity("not listed"), first);
        try (TestNode client = one.start();
                TestNode server = two.start()) {
            client.dial(server);
            client.await(NodeEvent.AuthenticationFailed.class, event -> event.reason() == Refusal.TLS);
            assertThat(client.node.peers()).isEmpty();
        }
    }

    @Test
    void whoSpeaksPlainTcpToATlsNodeIsRefused() throws Exception {
        overTls(two, tlsIdentity("two"), tlsIdentity("one"));
        try (TestNode server = two.start();
                OldPeer old = OldPeer.connect(server.server.address())) {
            old.write(OldPeer.hello("ffeeddcc-bbaa-9988-7766-554433221100", 1));
            old.awaitClose();
            server.await(NodeEvent.AuthenticationFailed.class, event -> event.reason() == Refusal.TLS);
        }
    }
}
