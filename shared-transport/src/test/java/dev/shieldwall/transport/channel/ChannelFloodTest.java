package dev.shieldwall.transport.channel;

import static dev.shieldwall.transport.channel.Channels.TOPIC;
import static dev.shieldwall.transport.channel.Channels.ask;
import static dev.shieldwall.transport.channel.Channels.await;
import static dev.shieldwall.transport.channel.Channels.echoServer;
import static dev.shieldwall.transport.channel.Channels.frontend;
import static dev.shieldwall.transport.channel.Channels.strangerFrom;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.shieldwall.transport.channel.core.ChallengeMemory;
import dev.shieldwall.transport.channel.core.Parties;
import dev.shieldwall.transport.channel.core.Refusal;
import dev.shieldwall.transport.channel.core.SessionRules;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Peers that are slow, many, rude or gone: a counted event each, little memory, and the others are served. */
@Timeout(60) // whoever waits in vain is a failure, not a hang
class ChannelFloodTest {

    private static final String ELSEWHERE = "127.0.0.77";

    private static ChannelConfiguration limits(Duration handshake, AdmissionLimits limits) {
        return Channels.configuration(SessionRules.DEFAULT, handshake, limits);
    }

    @Test
    void whoDoesNotFinishItsHandshakeInTimeIsCutOffAndTheOthersAreServed() throws Exception {
        try (var server = echoServer(limits(Duration.ofMillis(300), Channels.MANY));
                var silent = strangerFrom(ELSEWHERE, server.address());
                var slow = strangerFrom(ELSEWHERE, server.address());
                var client = frontend();
                var channel = client.connect(server.address())) {
            Thread.ofVirtual().start(() -> drip(slow));
            assertThat(ask(channel, new byte[10])).hasSize(10);
            await(() -> server.events().of(ChannelEvent.HANDSHAKE_TIMED_OUT) == 2);
            assertThat(silent.read(ByteBuffer.allocate(1))).isEqualTo(-1);
            assertThat(ask(channel, new byte[10])).hasSize(10);
        }
    }

    /** A byte at a time, as long as somebody listens. */
    private static void drip(SocketChannel socket) {
        try {
            socket.write(ByteBuffer.allocate(4).putInt(1000).flip());
            while (true) {
                socket.write(ByteBuffer.allocate(1));
                LockSupport.parkNanos(1_000_000);
            }
        } catch (IOException e) {
            // Cut off.
        }
    }

    @Test
    void aFloodOfOpeningsFromOneAddressDoesNotKeepOthersOut() throws Exception {
        var limits = new AdmissionLimits(10_000, 50, 5, 1000, Duration.ofSeconds(60));
        var sockets = new ArrayList<SocketChannel>();
        try (var server = echoServer(limits(Duration.ofSeconds(30), limits));
                var client = frontend()) {
            for (int i = 0; i < 200; i++) {
                sockets.add(strangerFrom(ELSEWHERE, server.address()));
            }
            await(() -> server.events().of(ChannelEvent.TOO_MANY_HANDSHAKES) == 195);
            try (var channel = client.connect(server.address())) {
                assertThat(ask(channel, new byte[10])).hasSize(10);
            }
        } finally {
            for (SocketChannel socket : sockets) {
                socket.close();
            }
        }
    }

    @Test
    void connectionsInAllAreBounded() throws Exception {
        var limits = new AdmissionLimits(3, 3, 3, 1000, Duration.ofSeconds(60));
        try (var server = echoServer(limits(Duration.ofSeconds(30), limits));
                var client = frontend()) {
            var first = client.connect(server.address());
            var second = client.connect(server.address());
            var third = client.connect(server.address());
            assertThatExceptionOfType(ChannelBrokenException.class).isThrownBy(() -> client.connect(server.address()));
            assertThat(server.events().of(ChannelEvent.TOO_MANY_CONNECTIONS)).isEqualTo(1);
            second.close();
            await(() -> server.openChannels() == 2);
            await(() -> connects(client, server));
            assertThat(ask(first, new byte[1])).hasSize(1);
            assertThat(ask(third, new byte[1])).hasSize(1);
        }
    }

    private static boolean connects(ChannelClient client, ChannelServer server) {
        try {
            client.connect(server.address());
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void whoFailsTooOftenIsLockedOutAndTheOthersAreServed() throws Exception {
        var limits = new AdmissionLimits(100, 100, 100, 3, Duration.ofSeconds(60));
        try (var server = echoServer(limits(Duration.ofSeconds(30), limits));
                var client = frontend()) {
            for (int i = 0; i < 3; i++) {
                try (var stranger = strangerFrom(ELSEWHERE, server.address())) {
                    var stream = new FrameStream(stranger);
                    stream.writeBytes(new byte[100]);
                    assertThatExceptionOfType(IOException.class).isThrownBy(() -> stream.read(10));
                }
            }
            await(() -> server.events().of(Refusal.MALFORMED) == 3);
            await(() -> isLockedOut(server));
            try (var channel = client.connect(server.address())) {
                assertThat(ask(channel, new byte[10])).hasSize(10);
            }
        }
    }

    private static boolean isLockedOut(ChannelServer server) {
        try (var stranger = strangerFrom(ELSEWHERE, server.address())) {
            new FrameStream(stranger).writeBytes(new byte[100]);
            stranger.read(ByteBuffer.allocate(1));
        } catch (IOException e) {
            // Cut off in the middle is as good.
        }
        return server.events().of(ChannelEvent.LOCKED_OUT) > 0;
    }

    @Test
    void garbageOfAnyKindIsRefused() throws Exception {
        long seed = new Random().nextLong();
        System.out.println("ChannelFloodTest seed " + seed);
        var random = new Random(seed);
        try (var server = echoServer(limits(Duration.ofSeconds(30), Channels.MANY));
                var client = frontend()) {
            for (int i = 0; i < 300; i++) {
                try (var stranger = strangerFrom(ELSEWHERE, server.address())) {
                    byte[] garbage = new byte[random.nextInt(4000)];
                    random.nextBytes(garbage);
                    if (random.nextBoolean()) {
                        new FrameStream(stranger).writeBytes(garbage);
                    } else {
                        stranger.write(ByteBuffer.wrap(garbage));
                    }
                } catch (IOException e) {
                    // Hung up on while it was still talking.
                }
            }
            await(() -> server.events().of(ChannelEvent.HANDSHAKE_CUT_OFF) + server.events().of(ChannelEvent.HANDSHAKE_REFUSED) == 300);
            assertThat(server.events().of(ChannelEvent.ESTABLISHED)).isZero();
            try (var channel = client.connect(server.address())) {
                assertThat(ask(channel, new byte[10])).hasSize(10);
            }
        }
    }

    @Test
    void anAnnouncedHandshakeMessageOfTwoGibibytesIsRefusedAtOnce() throws Exception {
        try (var server = echoServer(limits(Duration.ofSeconds(30), Channels.MANY));
                var stranger = strangerFrom(ELSEWHERE, server.address())) {
            stranger.write(ByteBuffer.allocate(4).putInt(Integer.MAX_VALUE).flip());
            await(() -> server.events().of(ChannelEvent.HANDSHAKE_CUT_OFF) == 1);
        }
    }

    @Test
    void anAnnouncedMessageThatIsTooLongEndsTheChannel() throws Exception {
        try (var server = echoServer(limits(Duration.ofSeconds(30), Channels.MANY));
                var tap = Tap.silent(server.address());
                var client = frontend();
                var channel = client.connect(tap.address())) {
            ask(channel, new byte[1]);
            tap.use(seen -> List.of(new byte[(16 << 20) + 5000]));
            channel.send(TOPIC, new byte[1]);
            await(() -> server.events().of(ChannelEvent.MESSAGE_REFUSED) == 1);
            await(() -> server.openChannels() == 0);
        }
    }

    @Test
    void aPeerKilledInTheMiddleOfAMessageIsNoticedAndTheOthersAreServed() throws Exception {
        try (var server = echoServer(limits(Duration.ofSeconds(30), Channels.MANY));
                var tap = Tap.silent(server.address());
                var killed = frontend();
                var client = Channels.client(Parties.CLI, ChannelConfiguration.DEFAULT);
                var channel = client.connect(server.address())) {
            tap.dieInTheMiddleOf(Tap.Way.TO_SERVER, 2);
            var dying = killed.connect(tap.address());
            await(() -> server.openChannels() == 2);
            dying.send(TOPIC, new byte[100_000]);
            await(() -> server.events().of(ChannelEvent.CUT_OFF) == 1);
            await(() -> server.openChannels() == 1);
            assertThat(ask(channel, new byte[10])).hasSize(10);
        }
    }

    @Test
    void whoFloodsWithHandshakesOfItsOwnShutsOutOnlyItself() throws Exception {
        try (var server = echoServer(limits(Duration.ofSeconds(30), Channels.MANY));
                var greedy = frontend();
                var client = Channels.client(Parties.CLI, ChannelConfiguration.DEFAULT)) {
            int most = ChallengeMemory.DEFAULT_PER_PEER;
            for (int i = 0; i < most; i++) {
                greedy.connect(server.address()).close();
            }
            assertThatExceptionOfType(ChannelBrokenException.class).isThrownBy(() -> greedy.connect(server.address()));
            assertThat(server.events().of(Refusal.TOO_MANY_HANDSHAKES)).isEqualTo(1);
            try (var channel = client.connect(server.address())) {
                assertThat(ask(channel, new byte[10])).hasSize(10);
            }
        }
    }
}
