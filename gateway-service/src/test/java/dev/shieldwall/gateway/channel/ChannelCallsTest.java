package dev.shieldwall.gateway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.shieldwall.client.channel.ChannelExchange;
import dev.shieldwall.client.http.GatewayRequest;
import dev.shieldwall.client.http.HttpReply;
import dev.shieldwall.crypto.signature.Ed25519PrivateKey;
import dev.shieldwall.crypto.signature.Ed25519Signer;
import dev.shieldwall.transport.channel.ChannelClient;
import dev.shieldwall.transport.channel.ChannelConfiguration;
import dev.shieldwall.transport.channel.ChannelEvent;
import dev.shieldwall.transport.channel.ChannelServer;
import dev.shieldwall.transport.channel.core.AllowList;
import dev.shieldwall.transport.channel.core.ChannelSuite;
import dev.shieldwall.transport.channel.core.ClientHandshake;
import dev.shieldwall.transport.channel.core.ComponentName;
import dev.shieldwall.transport.channel.core.LocalIdentity;
import dev.shieldwall.transport.channel.core.PeerIdentity;
import dev.shieldwall.transport.channel.core.ServerHandshake;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A door that answers badly. */
@Timeout(60)
class ChannelCallsTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final LocalIdentity gateway = identity("gateway");
    private final LocalIdentity teller = identity("teller");
    private volatile int status = 200;
    private volatile boolean stalls;
    private HttpServer door;
    private ChannelServer server;

    private static LocalIdentity identity(String name) {
        return new LocalIdentity(
                new ComponentName(name), new Ed25519Signer(Ed25519PrivateKey.generate(new SecureRandom())));
    }

    private static AllowList listing(LocalIdentity identity) {
        return AllowList.of(new PeerIdentity(identity.name(), identity.key()));
    }

    @BeforeEach
    void start() throws IOException {
        var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        door = HttpServer.create(loopback, 0);
        door.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        door.createContext("/", this::answer);
        door.start();
        var calls = new ChannelCalls(
                "gateway", () -> URI.create("http://127.0.0.1:" + door.getAddress().getPort()), 1_000, PATIENCE);
        var party = new ServerHandshake.Party(gateway, listing(teller), List.of(ChannelSuite.X25519));
        server = ChannelServer.listen(loopback, party, ChannelConfiguration.DEFAULT, calls::serve);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        door.stop(0);
    }

    /** Of two bytes; the second never comes where it stalls. */
    private void answer(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(status, 2);
        exchange.getResponseBody().write(1);
        exchange.getResponseBody().flush();
        if (!stalls) {
            exchange.getResponseBody().write(2);
            exchange.close();
        }
    }

    private ChannelExchange channel() {
        var party = new ClientHandshake.Party(teller, gateway.name(), listing(gateway));
        var client = new ChannelClient(party, List.of(ChannelSuite.X25519), ChannelConfiguration.DEFAULT);
        return new ChannelExchange(client, gateway.name(), _ -> SocketChannel.open(server.address()));
    }

    private static HttpReply call(ChannelExchange channel, String method) throws Exception {
        return channel.exchange(new GatewayRequest(method, "/v1/identities", Map.of(), new byte[0], HOUR));
    }

    /** What was perhaps decided never sounds like a denial. */
    private static void assertNoAnswer(ChannelExchange channel) throws Exception {
        assertThat(call(channel, "GET").problem().orElseThrow().code()).isEqualTo("unavailable");
        assertThat(call(channel, "POST").problem().orElseThrow().code()).isEqualTo("outcome-unknown");
    }

    @Test
    void anAnswerThatIsNeverWholeHoldsNobody() throws Exception {
        try (ChannelExchange channel = channel()) {
            stalls = true;
            assertNoAnswer(channel);
            stalls = false;
            assertThat(call(channel, "GET").status()).isEqualTo(200);
        }
        assertThat(server.events().of(ChannelEvent.ESTABLISHED)).isOne();
    }

    @Test
    void aStatusThatThereIsNotIsNoAnswerAndTheChannelGoesOn() throws Exception {
        try (ChannelExchange channel = channel()) {
            for (int strange : new int[] {600, 999}) {
                status = strange;
                assertNoAnswer(channel);
            }
            status = 599;
            assertThat(call(channel, "GET").status()).isEqualTo(599);
        }
        assertThat(server.events().of(ChannelEvent.ESTABLISHED)).isOne();
    }
}
