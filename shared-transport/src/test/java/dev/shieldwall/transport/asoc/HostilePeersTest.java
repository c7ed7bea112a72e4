package dev.shieldwall.transport.asoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shieldwall.transport.asoc.core.NodeId;
import dev.shieldwall.transport.asoc.core.Rate;
import dev.shieldwall.transport.asoc.core.Refusal;
import dev.shieldwall.transport.asoc.core.RefusedException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Peers that do what they must not, over real sockets. Each is cut off and counted, and another is served meanwhile. */
@Timeout(120)
class HostilePeersTest {

    private static final String GOOD = "ffeeddcc-bbaa-9988-7766-554433221100";
    private static final String BAD = "00000000-0000-0000-0000-0000000000bb";

    /** Many failures of one address, which all tests here have, must not lock out the good peer. */
    private static TestNode.Recipe patient() {
        var recipe = new TestNode.Recipe(1);
        NodeLimits standard = NodeLimits.STANDARD;
        var many = new Rate(10_000, 1_000);
        recipe.options = TestNode.OPTIONS.with(new NodeLimits(
                standard.connections(), standard.strangers(), many, many, standard.discovery()));
        return recipe;
    }

    private interface Attack {

        void on(OldPeer peer) throws IOException;
    }

    /** A good peer is there before, during and after. */
    private static void serves(TestNode us, OldPeer good, int stream) throws Exception {
        good.stream(stream, new byte[] {42});
        assertThat(us.nextStream().bytes()).containsExactly(42);
    }

    /** Whoever is refused at once may be cut off before he has said all. */
    private static void attack(Attack attack, OldPeer bad) throws IOException {
        try {
            attack.on(bad);
        } catch (SocketException e) {
            assertThat(e).hasMessageMatching(".*([Rr]eset|[Bb]roken pipe).*");
        }
    }

    private static void refused(Refusal why, Attack attack) throws Exception {
        try (TestNode us = patient().start();
                OldPeer good = OldPeer.connect(us.server.address()).greet(GOOD, 1);
                OldPeer bad = OldPeer.connect(us.server.address())) {
            serves(us, good, 1);
            attack(attack, bad);
            serves(us, good, 3);
            us.await(NodeEvent.AuthenticationFailed.class, event -> event.reason() == why);
            bad.awaitClose();
            serves(us, good, 5);
            assertThat(us.node.counters().counts().failures()).isEqualTo(1);
        }
    }

    private static void refusedAfterHello(Refusal why, Attack attack) throws Exception {
        try (TestNode us = patient().start();
                OldPeer good = OldPeer.connect(us.server.address()).greet(GOOD, 1);
                OldPeer bad = OldPeer.connect(us.server.address()).greet(BAD, 2)) {
            serves(us, good, 1);
            bad.stream(1, new byte[] {1});
            us.nextStream();
            attack(attack, bad);
            serves(us, good, 3);
            us.await(NodeEvent.PeerRefused.class,
                    event -> event.reason() == why && event.node().equals(NodeId.parse(BAD)));
            bad.awaitClose();
            serves(us, good, 5);
        }
    }

    /** D2. */
    @Test
    void aReplayedHelloGetsNoAccept() throws Exception {
        try (TestNode us = patient().start();
                OldPeer first = OldPeer.connect(us.server.address()).greet(GOOD, 1);
                OldPeer replay = OldPeer.connect(us.server.address())) {
            replay.write(OldPeer.hello(GOOD, 1));
            replay.awaitClose();
            us.await(NodeEvent.ReplayDetected.class);
            us.await(NodeEvent.AuthenticationFailed.class, event -> event.reason() == Refusal.REPLAY);
            assertThat(us.node.counters().counts().replays()).isEqualTo(1);
            serves(us, first, 1);
        }
    }

    /** D8. */
    @Test
    void anotherVersionIsRefused() throws Exception {
        byte[] hello = OldPeer.hello(BAD, 2);
        hello[0] = 9;
        refused(Refusal.VERSION, bad -> bad.write(hello));
    }

    /** D9: four gibibytes are claimed and nothing is taken for them. */
    @Test
    void aHugeLengthBeforeAuthenticationIsRefusedAtOnce() throws Exception {
        byte[] hello = OldPeer.hello(BAD, 2);
        Arrays.fill(hello, 10, 14, (byte) 0xFF);
        refused(Refusal.TOO_LONG, bad -> bad.write(hello));
    }

    @Test
    void aMegabyteBeforeAuthenticationIsRefused() throws Exception {
        refused(Refusal.TOO_LONG, bad -> bad.frame(4, 0, 0, new byte[1 << 20]));
    }

    @Test
    void aWrongMacIsRefused() throws Exception {
        byte[] hello = OldPeer.hello(BAD, 2);
        hello[40] ^= 1;
        refused(Refusal.BAD_MAC, bad -> bad.write(hello));
    }

    @Test
    void dataBeforeHelloIsRefused() throws Exception {
        refused(Refusal.OUT_OF_PLACE, bad -> bad.frame(1, 1, 0, new byte[36]));
    }

    @Test
    void aHalfHelloIsRefusedWhenItsTimeIsOver() throws Exception {
        refused(Refusal.TIMEOUT, bad -> bad.write(Arrays.copyOf(OldPeer.hello(BAD, 2), 30)));
    }

    /** One byte now and then does not stretch the time. */
    @Test
    void aSlowHelloIsRefusedWhenItsTimeIsOver() throws Exception {
        byte[] hello = OldPeer.hello(BAD, 2);
        refused(Refusal.TIMEOUT, bad -> Thread.startVirtualThread(() -> {
            try {
                for (int i = 0; i < hello.length; i++) { // whole, in 10 s instead of 4
                    bad.write(Arrays.copyOfRange(hello, i, i + 1));
                    Thread.sleep(200);
                }
            } catch (IOException | InterruptedException e) {
                return; // cut off, as it should be
            }
        }));
    }

    /** An empty CONTROL frame is skipped and always one is on its way: neither makes the stranger known, nor buys it time. */
    @Test
    void framesThatAreSkippedDoNotStretchTheTimeOfAStranger() throws Exception {
        byte[] skipped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 3}; // the rest of one and the beginning of the next
        try (TestNode us = patient().start();
                OldPeer bad = OldPeer.connect(us.server.address()).greet(BAD, 2)) {
            bad.write(new byte[] {1, 3});
            Thread.startVirtualThread(() -> {
                try {
                    while (true) {
                        bad.write(skipped);
                        Thread.sleep(50);
                    }
                } catch (IOException | InterruptedException e) {
                    return; // cut off, as it should be
                }
            });
            us.await(NodeEvent.AuthenticationFailed.class, event -> event.reason() == Refusal.TIMEOUT);
        }
    }

    @Test
    void aTruncatedHelloIsRefused() throws Exception {
        try (TestNode us = patient().start()) {
            try (OldPeer bad = OldPeer.connect(us.server.address())) {
                bad.write(Arrays.copyOf(OldPeer.hello(BAD, 2), 49));
            }
            us.await(NodeEvent.AuthenticationFailed.class, event -> event.reason() == Refusal.CUT_OFF);
        }
    }

    @Test
    void whoComesAndGoesWithoutAByteHasTriedNothing() throws Exception {
        try (TestNode us = patient().start()) {
            OldPeer.connect(us.server.address()).close();
            OldPeer.connect(us.server.address()).greet(GOOD, 1).stream(1, new byte[1]);
            us.nextStream();
            assertThat(us.node.counters().counts().failures()).isZero();
        }
    }

    @Test
    void reorderedFramesAreRefused() throws Exception {
        refusedAfterHello(Refusal.BAD_SEQUENCE, bad -> {
            bad.frame(1, 3, 1, new byte[1]);
            bad.frame(1, 3, 0, new byte[1]);
        });
    }

    @Test
    void aFrameAboveTenMebibytesIsRefused() throws Exception {
        refusedAfterHello(Refusal.TOO_LONG, bad -> bad.write(
                ByteBuffer.allocate(14).put((byte) 1).put((byte) 1).putInt(3).putInt(0).putInt((10 << 20) + 1).array()));
    }

    @Test
    void dataOnStreamZeroIsRefused() throws Exception {
        refusedAfterHello(Refusal.RESERVED_STREAM, bad -> bad.frame(1, 0, 0, new byte[1]));
    }

    @Test
    void aPayloadThatDoesNotComeIsRefusedWhenItsTimeIsOver() throws Exception {
        refusedAfterHello(Refusal.TIMEOUT, bad -> bad.write(
                ByteBuffer.allocate(14).put((byte) 1).put((byte) 1).putInt(3).putInt(0).putInt(1_000).array()));
    }

    @Test
    void manyOpenStreamsAreRefused() throws Exception {
        refusedAfterHello(Refusal.TOO_MANY_STREAMS, bad -> {
            for (int stream = 3; stream < 3 + 65; stream++) {
                bad.frame(1, stream, 0, new byte[1]);
            }
        });
    }

    /** A peer that sends and never reads: its sender gives up, the others go on. */
    @Test
    void aPeerThatTakesNothingIsCutOffAndOthersAreServed() throws Exception {
        try (TestNode us = patient().start();
                OldPeer good = OldPeer.connect(us.server.address()).greet(GOOD, 1);
                OldPeer deaf = OldPeer.connect(us.server.address()).greet(BAD, 2)) {
            us.await(NodeEvent.Authenticated.class, 2, _ -> true);
            Thread sender = Thread.startVirtualThread(() -> {
                try {
                    us.node.send(NodeId.parse(BAD), ByteBuffer.allocate(64 << 20));
                } catch (IOException e) {
                    return; // cut off
                }
            });
            serves(us, good, 1);
            us.await(NodeEvent.PeerRefused.class, event -> event.reason() == Refusal.TIMEOUT);
            sender.join();
            assertThat(us.node.peers()).containsExactly(NodeId.parse(GOOD));
            serves(us, good, 3);
            deaf.awaitClose();
        }
    }

    /** Strangers without a word take the places of strangers, and not one more; known peers do not notice. */
    @Test
    void aFloodOfConnectionsTakesTheStrangersPlacesOnly() throws Exception {
        List<Socket> flood = new ArrayList<>();
        try (TestNode us = patient().start();
                OldPeer good = OldPeer.connect(us.server.address()).greet(GOOD, 1)) {
            serves(us, good, 1);
            for (int i = 0; i < 60; i++) {
                flood.add(new Socket(us.server.address().getAddress(), us.server.address().getPort()));
            }
            us.await(NodeEvent.TurnedAway.class, 60 - 25, event -> event.reason() == Refusal.TOO_MANY_CONNECTIONS);
            assertThat(us.node.guard().connections()).isLessThanOrEqualTo(26);
            serves(us, good, 3);
            us.await(NodeEvent.AuthenticationFailed.class, 25, event -> event.reason() == Refusal.TIMEOUT);
            try (OldPeer late = OldPeer.connect(us.server.address()).greet(BAD, 3)) {
                serves(us, late, 1);
            }
        } finally {
            for (Socket socket : flood) {
                socket.close();
            }
        }
    }

    @Test
    void fiveFailuresLockAnAddressOut() throws Exception {
        var recipe = new TestNode.Recipe(1);
        try (TestNode us = recipe.start();
                OldPeer good = OldPeer.connect(us.server.address()).greet(GOOD, 1)) {
            for (int i = 0; i < 5; i++) {
                try (OldPeer bad = OldPeer.connect(us.server.address())) {
                    byte[] hello = OldPeer.hello(BAD, i);
                    hello[40] ^= 1;
                    bad.write(hello);
                    bad.awaitClose();
                }
                us.await(NodeEvent.AuthenticationFailed.class, i + 1, _ -> true);
            }
            us.await(NodeEvent.LockedOut.class);
            try (OldPeer locked = OldPeer.connect(us.server.address())) {
                locked.awaitClose();
            }
            us.await(NodeEvent.TurnedAway.class, event -> event.reason() == Refusal.LOCKED_OUT);
            assertThat(us.node.counters().counts().lockouts()).isEqualTo(1);
            serves(us, good, 1); // who is in stays in
        }
    }

    @Test
    void anAddressHasSoManyConnectionsAnHourAndNotOneMore() throws Exception {
        var address = java.net.InetAddress.getLoopbackAddress();
        var guard = new Guard(NodeLimits.STANDARD);
        for (int i = 0; i < 100; i++) {
            guard.admit(address, i).close();
        }
        assertThatThrownBy(() -> guard.admit(address, 3_599_999)).isInstanceOf(RefusedException.class);
        guard.admit(address, 3_600_000).close();
    }

    @Test
    void noEventOrPrintedTypeShowsAKey() throws Exception {
        try (TestNode us = patient().start();
                OldPeer good = OldPeer.connect(us.server.address()).greet(GOOD, 1);
                OldPeer bad = OldPeer.connect(us.server.address())) {
            bad.write(OldPeer.hello(GOOD, 1));
            us.await(NodeEvent.ReplayDetected.class);
            serves(us, good, 1);
            assertThat(us.events().toString()).doesNotContain(OldPeer.API_KEY);
            assertThat(dev.shieldwall.transport.asoc.core.ClusterKey.ofText(OldPeer.API_KEY).toString())
                    .doesNotContain(OldPeer.API_KEY);
        }
    }
}
