package dev.shieldwall.client.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.shieldwall.client.http.GatewayRequest;
import dev.shieldwall.crypto.signature.Ed25519PrivateKey;
import dev.shieldwall.crypto.signature.Ed25519Signer;
import dev.shieldwall.transport.call.core.BinaryHttp;
import dev.shieldwall.transport.call.core.CallRequest;
import dev.shieldwall.transport.call.core.CallResponse;
import dev.shieldwall.transport.call.core.MalformedCallException;
import dev.shieldwall.transport.channel.ChannelBrokenException;
import dev.shieldwall.transport.channel.ChannelClient;
import dev.shieldwall.transport.channel.ChannelConfiguration;
import dev.shieldwall.transport.channel.ChannelEvent;
import dev.shieldwall.transport.channel.ChannelServer;
import dev.shieldwall.transport.channel.SecureChannel;
import dev.shieldwall.transport.channel.core.AllowList;
import dev.shieldwall.transport.channel.core.ChannelSuite;
import dev.shieldwall.transport.channel.core.ClientHandshake;
import dev.shieldwall.transport.channel.core.ComponentName;
import dev.shieldwall.transport.channel.core.LocalIdentity;
import dev.shieldwall.transport.channel.core.Message;
import dev.shieldwall.transport.channel.core.PeerIdentity;
import dev.shieldwall.transport.channel.core.ServerHandshake;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A gateway that answers once in each channel, unless it is told to be silent. */
@Timeout(60)
class ChannelExchangeTest {

    private static final ComponentName GATEWAY = new ComponentName("gateway");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final int PLACES = 16;

    private final LocalIdentity gateway = identity("gateway");
    private final LocalIdentity teller = identity("teller");
    private final List<String> asked = new ArrayList<>();
    private final AtomicInteger dials = new AtomicInteger();
    private volatile boolean silent;
    private ChannelServer server;
    private ServerSocket mute;

    private static LocalIdentity identity(String name) {
        return new LocalIdentity(
                new ComponentName(name), new Ed25519Signer(Ed25519PrivateKey.generate(new SecureRandom())));
    }

    @BeforeEach
    void start() throws IOException {
        mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        var teller = new PeerIdentity(this.teller.name(), this.teller.key());
        var party = new ServerHandshake.Party(gateway, AllowList.of(teller), List.of(ChannelSuite.X25519));
        server = ChannelServer.listen(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), party, ChannelConfiguration.DEFAULT, this::serve);
    }

    @AfterEach
    void stop() throws IOException {
        mute.close();
        server.close();
    }

    /** Takes the second call and dies without an answer to it. */
    private void serve(SecureChannel channel) {
        try {
            int answered = 0;
            for (Optional<Message> call = channel.receive(); call.isPresent(); call = channel.receive()) {
                note(BinaryHttp.request(call.get().payloadBytes()));
                if (silent) {
                    continue;
                }
                if (answered++ == 1) {
                    return;
                }
                channel.send(new byte[0], BinaryHttp.encode(new CallResponse(200, List.of(), new byte[0])));
            }
        } catch (IOException | MalformedCallException e) {
            // The client has gone.
        }
    }

    private synchronized void note(CallRequest call) {
        asked.add(call.method());
    }

    private ChannelClient client() {
        var party = new ClientHandshake.Party(teller, GATEWAY, AllowList.of(new PeerIdentity(GATEWAY, gateway.key())));
        return new ChannelClient(party, List.of(ChannelSuite.X25519), ChannelConfiguration.DEFAULT);
    }

    private ChannelExchange exchange() {
        return new ChannelExchange(client(), GATEWAY, this::dial);
    }

    private ByteChannel dial(Duration patience) throws IOException {
        dials.incrementAndGet();
        return SocketChannel.open(server.address());
    }

    private ByteChannel dialMute(Duration patience) throws IOException {
        return SocketChannel.open(mute.getLocalSocketAddress());
    }

    private static GatewayRequest read(Duration timeout) {
        return GatewayRequest.get("/v1/identities", Map.of("Authorization", "Bearer secret"), timeout);
    }

    @Test
    void aReadIsMadeAgainWhereItsKeptChannelHasEnded() throws Exception {
        try (ChannelExchange exchange = exchange()) {
            assertThat(exchange.exchange(read(HOUR)).status()).isEqualTo(200);
            assertThat(exchange.exchange(read(HOUR)).status()).isEqualTo(200);
        }
        assertThat(asked).containsExactly("GET", "GET", "GET");
        assertThat(dials).hasValue(2);
    }

    /** Else a second answer, such as 429, would hide that the first try may have been decided. */
    @Test
    void aCommandThatMayHaveBeenDecidedIsNotSentAgain() throws Exception {
        var command = new GatewayRequest("POST", "/v1/identities", Map.of(), new byte[] {1}, HOUR);
        try (ChannelExchange exchange = exchange()) {
            exchange.exchange(read(HOUR));
            assertThatThrownBy(() -> exchange.exchange(command))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(ConnectException.class);
        }
        assertThat(asked).containsExactly("GET", "POST");
    }

    @Test
    void anAnswerThatDoesNotComeInTimeIsSilenceAndNotACut() {
        silent = true;
        try (ChannelExchange exchange = exchange()) {
            var broken = catchThrowableOfType(ChannelBrokenException.class, () -> exchange.exchange(read(SHORT)));
            assertThat(broken.event()).isEqualTo(ChannelEvent.SILENT);
        }
        assertThat(dials).hasValue(1);
    }

    @Test
    void whoFindsNoPlaceInTimeHasSentNothing() throws Exception {
        var inside = new CountDownLatch(PLACES);
        var go = new CountDownLatch(1);
        ChannelExchange.Dialer slow = patience -> {
            inside.countDown();
            go.await();
            return dial(patience);
        };
        try (var exchange = new ChannelExchange(client(), GATEWAY, slow);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var calls = new ArrayList<Future<Integer>>();
            for (int i = 0; i < PLACES; i++) {
                calls.add(threads.submit(() -> exchange.exchange(read(HOUR)).status()));
            }
            inside.await();
            assertThatThrownBy(() -> exchange.exchange(read(SHORT)))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("16 calls are under way");
            go.countDown();
            for (Future<Integer> call : calls) {
                assertThat(call.get()).isEqualTo(200);
            }
        }
    }

    @Test
    void theDialHasTheTimeOfTheCall() throws Exception {
        var patience = new ArrayList<Duration>();
        ChannelExchange.Dialer dialer = given -> {
            patience.add(given);
            return dial(given);
        };
        try (var exchange = new ChannelExchange(client(), GATEWAY, dialer)) {
            exchange.exchange(read(Duration.ofSeconds(50)));
        }
        assertThat(patience.getFirst()).isPositive().isLessThanOrEqualTo(Duration.ofSeconds(50));
    }

    /** It has 30 s by itself. */
    @Test
    @Timeout(20)
    void aHandshakeHasTheTimeOfTheCall() throws Exception {
        try (var exchange = new ChannelExchange(client(), GATEWAY, this::dialMute)) {
            assertThatThrownBy(() -> exchange.exchange(read(SHORT))).isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void closingEndsACallThatShakesHandsAndEveryLaterOne() throws Exception {
        var exchange = new ChannelExchange(client(), GATEWAY, this::dialMute);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> call = threads.submit(() -> exchange.exchange(read(HOUR)));
            try (Socket dialled = mute.accept()) {
                assertThat(dialled.getInputStream().read()).as("the first byte of a handshake").isNotNegative();
                exchange.close();
                assertThatThrownBy(call::get).hasCauseInstanceOf(ConnectException.class);
            }
        }
        assertThatThrownBy(() -> exchange.exchange(read(HOUR))).isInstanceOf(ConnectException.class);
    }

    @Test
    void aRequestPrintsNoToken() {
        assertThat(read(HOUR).toString()).contains("GET", "/v1/identities", "Authorization").doesNotContain("secret");
    }
}
