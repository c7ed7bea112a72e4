package dev.shieldwall.transport.channel;

import static dev.shieldwall.transport.channel.Channels.TOPIC;
import static dev.shieldwall.transport.channel.Channels.ask;
import static dev.shieldwall.transport.channel.Channels.await;
import static dev.shieldwall.transport.channel.Channels.echoServer;
import static dev.shieldwall.transport.channel.Channels.frontend;
import static dev.shieldwall.transport.channel.Channels.patient;
import static dev.shieldwall.transport.channel.Tap.Way.TO_CLIENT;
import static dev.shieldwall.transport.channel.Tap.Way.TO_SERVER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.shieldwall.crypto.kem.KemPrivateKey;
import dev.shieldwall.transport.channel.core.AllowList;
import dev.shieldwall.transport.channel.core.ChannelSuite;
import dev.shieldwall.transport.channel.core.ClientHandshake;
import dev.shieldwall.transport.channel.core.Parties;
import dev.shieldwall.transport.channel.core.Refusal;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever sits on the wire, over real sockets: it sees and changes all that passes, and has no key. */
@Timeout(60) // whoever waits in vain is a failure, not a hang
class ChannelAttackTest {

    /** Where the one share of a client hello from "frontend" to "backend" begins, behind its id. */
    private static final int SHARE_AT = 20 + 8 + 32 + 9 + 8 + 32 + 1 + 1;

    private static final int TIME_AT = 20;

    private ChannelServer server;
    private Tap tap;

    @BeforeEach
    void listen() throws IOException {
        server = echoServer(patient(Channels.MANY));
        tap = Tap.silent(server.address());
    }

    @AfterEach
    void stop() throws IOException {
        tap.close();
        server.close();
    }

    /** Measured against the reference, which takes it: captured identity, challenge and signature, the attacker's key. */
    @Test
    void aCapturedHelloWithTheAttackersEphemeralKeyTakesNobodysPlace() throws Exception {
        try (var client = frontend();
                var victim = client.connect(tap.address());
                var attackersKey = KemPrivateKey.generate(ChannelSuite.X25519.kem(), new SecureRandom())) {
            byte[] hijack = tap.seen(TO_SERVER).getFirst().clone();
            System.arraycopy(attackersKey.publicKey().bytes(), 0, hijack, SHARE_AT, 32);
            assertThatTheServerHangsUpOn(hijack);
            assertThat(server.events().of(Refusal.BAD_SIGNATURE)).isEqualTo(1);
            assertThat(ask(victim, new byte[5])).as("the victim's channel goes on").hasSize(5);
        }
    }

    @Test
    void aCapturedHelloWithAnotherTimeIsRefused() throws Exception {
        try (var client = frontend();
                var victim = client.connect(tap.address())) {
            byte[] refreshed = tap.seen(TO_SERVER).getFirst().clone();
            refreshed[TIME_AT + 7] ^= 1;
            assertThatTheServerHangsUpOn(refreshed);
            assertThat(server.events().of(Refusal.BAD_SIGNATURE)).isEqualTo(1);
            assertThat(victim.peer()).isNotNull();
        }
    }

    @Test
    void aHandshakeIsNotReplayedToTheSameServer() throws Exception {
        try (var client = frontend();
                var victim = client.connect(tap.address())) {
            ask(victim, ascii("transfer"));
            assertThatTheServerHangsUpOn(tap.seen(TO_SERVER).getFirst());
            assertThat(server.events().of(Refusal.REPLAYED)).isEqualTo(1);
        }
    }

    @Test
    void aHandshakeIsNotReplayedToAServerThatForgotIt() throws Exception {
        try (var client = frontend();
                var victim = client.connect(tap.address());
                var restarted = echoServer(patient(Channels.MANY))) {
            ask(victim, ascii("transfer"));
            try (SocketChannel attacker = SocketChannel.open(restarted.address())) {
                var stream = new FrameStream(attacker);
                for (byte[] frame : tap.seen(TO_SERVER)) {
                    stream.writeBytes(frame);
                }
                assertThat(stream.readBytes(2048)).as("its answer has a new challenge").hasSizeGreaterThan(200);
                assertThatExceptionOfType(IOException.class).isThrownBy(() -> stream.readBytes(2048));
            }
            assertThat(restarted.events().of(Refusal.BAD_SIGNATURE)).isEqualTo(1);
            assertThat(restarted.events().of(ChannelEvent.ESTABLISHED)).isZero();
        }
    }

    @Test
    void aReplayedMessageEndsTheChannel() throws Exception {
        tap.use(seen -> seen.is(TO_SERVER, 2) ? List.of(seen.frame(), seen.frame()) : List.of(seen.frame()));
        assertThatTheChannelBreaks();
        assertThat(server.events().of(ChannelEvent.MESSAGE_REFUSED)).isEqualTo(1);
    }

    @Test
    void aMessageReflectedToItsSenderEndsTheChannel() throws Exception {
        var own = new AtomicReference<byte[]>();
        tap.use(seen -> {
            if (seen.is(TO_SERVER, 2)) {
                own.set(seen.frame());
            }
            return List.of(seen.is(TO_CLIENT, 1) ? own.get() : seen.frame());
        });
        try (var client = frontend();
                var channel = client.connect(tap.address())) {
            channel.send(TOPIC, ascii("reflect me"));
            assertThatExceptionOfType(ChannelBrokenException.class)
                    .isThrownBy(channel::receive)
                    .withMessageContaining("NOT_AUTHENTIC");
        }
    }

    @Test
    void aHelloReflectedToItsSenderIsRefused() throws Exception {
        tap.use(seen -> List.of(seen.is(TO_CLIENT, 0) ? tap.seen(TO_SERVER).getFirst() : seen.frame()));
        try (var client = frontend()) {
            assertThatExceptionOfType(ChannelBrokenException.class).isThrownBy(() -> client.connect(tap.address()));
            assertThat(client.events().of(Refusal.MALFORMED)).isEqualTo(1);
        }
    }

    @Test
    void messagesOutOfOrderEndTheChannel() throws Exception {
        var held = new AtomicReference<byte[]>();
        tap.use(seen -> {
            if (seen.is(TO_SERVER, 2)) {
                held.set(seen.frame());
                return List.of();
            }
            return seen.is(TO_SERVER, 3) ? List.of(seen.frame(), held.get()) : List.of(seen.frame());
        });
        assertThatTheChannelBreaks();
    }

    @Test
    void aDroppedMessageEndsTheChannel() throws Exception {
        tap.use(seen -> seen.is(TO_SERVER, 2) ? List.of() : List.of(seen.frame()));
        assertThatTheChannelBreaks();
    }

    @Test
    void aTruncatedStreamIsNotTakenForItsEnd() throws Exception {
        try (var client = frontend();
                var channel = client.connect(tap.address())) {
            ask(channel, ascii("first"));
            tap.cut();
            assertThatExceptionOfType(ChannelBrokenException.class)
                    .isThrownBy(channel::receive)
                    .satisfies(e -> assertThat(e.event()).isEqualTo(ChannelEvent.CUT_OFF));
            await(() -> server.events().of(ChannelEvent.CUT_OFF) == 1);
            assertThat(server.events().of(ChannelEvent.CLOSED)).isZero();
        }
    }

    @Test
    void aForgedEndIsNoEnd() throws Exception {
        tap.use(seen -> List.of(seen.is(TO_CLIENT, 1) ? new byte[100] : seen.frame()));
        try (var client = frontend();
                var channel = client.connect(tap.address())) {
            channel.send(TOPIC, ascii("x"));
            assertThatExceptionOfType(ChannelBrokenException.class).isThrownBy(channel::receive);
        }
    }

    @Test
    void aStrangersKeyIsRefused() {
        try (var stranger = Channels.client(Parties.STRANGER, patient(Channels.MANY))) {
            assertThatExceptionOfType(ChannelBrokenException.class).isThrownBy(() -> stranger.connect(server.address()));
            assertThat(server.events().of(Refusal.NOT_ALLOWED)).isEqualTo(1);
        }
    }

    @Test
    void anotherServerIsRefusedByTheClient() {
        var party = new ClientHandshake.Party(Parties.FRONTEND, Parties.BACKEND.name(),
                AllowList.of(Parties.peer(Parties.CLI)));
        try (var client = new ChannelClient(party, List.of(ChannelSuite.X25519), patient(Channels.MANY))) {
            assertThatExceptionOfType(ChannelBrokenException.class).isThrownBy(() -> client.connect(server.address()));
            assertThat(client.events().of(Refusal.NOT_ALLOWED)).isEqualTo(1);
            await(() -> server.events().of(ChannelEvent.HANDSHAKE_CUT_OFF) == 1);
            assertThat(server.events().of(ChannelEvent.ESTABLISHED)).isZero();
        }
    }

    /** The number of shares and the hybrid one are cut out of the offer. */
    @Test
    void theStrongerSuiteCannotBeCutOut() throws Exception {
        tap.use(seen -> List.of(seen.is(TO_SERVER, 0) ? withoutFirstShare(seen.frame()) : seen.frame()));
        try (var client = frontend(ChannelSuite.HYBRID, ChannelSuite.X25519)) {
            assertThatExceptionOfType(ChannelBrokenException.class).isThrownBy(() -> client.connect(tap.address()));
            assertThat(server.events().of(Refusal.BAD_SIGNATURE)).isEqualTo(1);
        }
        try (var client = frontend(ChannelSuite.HYBRID, ChannelSuite.X25519);
                var channel = client.connect(server.address())) {
            assertThat(channel.suite()).isEqualTo(ChannelSuite.HYBRID);
        }
    }

    private static byte[] withoutFirstShare(byte[] hello) {
        int shares = SHARE_AT - 1;
        int hybrid = 1 + ChannelSuite.HYBRID.kem().publicKeyBytes();
        byte[] cut = Arrays.copyOf(hello, hello.length - hybrid);
        cut[shares - 1] = 1;
        System.arraycopy(hello, shares + hybrid, cut, shares, cut.length - shares);
        return cut;
    }

    @Test
    void aServerThatDemandsTheHybridSpeaksToNobodyWithout() throws Exception {
        try (var strict = echoServer(patient(Channels.MANY), ChannelSuite.HYBRID);
                var weak = frontend(ChannelSuite.X25519)) {
            assertThatExceptionOfType(ChannelBrokenException.class).isThrownBy(() -> weak.connect(strict.address()));
            assertThat(strict.events().of(Refusal.NO_COMMON_SUITE)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void noChangedByteOfAHandshakeEndsInASession(ChannelSuite suite) throws Exception {
        int step = suite == ChannelSuite.HYBRID ? 13 : 1;
        int tried = 0;
        try (var client = frontend(suite)) {
            client.connect(tap.address()).close();
            await(() -> server.events().of(ChannelEvent.ESTABLISHED) == 1);
            byte[][] honest = {tap.seen(TO_SERVER).get(0), tap.seen(TO_CLIENT).get(0), tap.seen(TO_SERVER).get(1)};
            for (int message = 0; message < honest.length; message++) {
                for (int at = 0; at < honest[message].length; at += step) {
                    alter(message, at);
                    assertThatNoChannelComesToBe(client);
                    tried++;
                }
            }
        }
        assertThat(tried).isGreaterThan(suite == ChannelSuite.HYBRID ? 200 : 500);
        assertThat(server.events().of(ChannelEvent.ESTABLISHED)).isEqualTo(1);
    }

    private void alter(int message, int at) {
        Tap.Way way = message == 1 ? TO_CLIENT : TO_SERVER;
        int number = message == 2 ? 1 : 0;
        tap.use(seen -> {
            if (seen.is(way, number)) {
                seen.frame()[at] ^= (byte) (1 << (at % 8));
            }
            return List.of(seen.frame());
        });
    }

    /** A client that has sent its last message may think there is one, until it listens. */
    private void assertThatNoChannelComesToBe(ChannelClient client) {
        assertThatExceptionOfType(ChannelBrokenException.class).isThrownBy(() -> {
            try (var channel = client.connect(tap.address())) {
                channel.receive();
            }
        });
    }

    private void assertThatTheChannelBreaks() throws IOException {
        try (var client = frontend();
                var channel = client.connect(tap.address())) {
            ThrowingCallable talk = () -> {
                for (int i = 0; i < 3; i++) {
                    channel.send(TOPIC, ascii("message " + i));
                }
                while (true) {
                    channel.receive().orElseThrow();
                }
            };
            assertThatExceptionOfType(IOException.class).isThrownBy(talk);
            await(() -> server.events().of(ChannelEvent.MESSAGE_REFUSED) == 1);
            await(() -> server.openChannels() == 0);
        }
    }

    private void assertThatTheServerHangsUpOn(byte[] hello) throws IOException {
        await(() -> server.events().of(ChannelEvent.ESTABLISHED) == 1);
        try (SocketChannel attacker = SocketChannel.open(server.address())) {
            var stream = new FrameStream(attacker);
            stream.writeBytes(hello);
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> stream.read(2048));
        }
        assertThat(server.events().of(ChannelEvent.ESTABLISHED)).as("the victim's").isEqualTo(1);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
