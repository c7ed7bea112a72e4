package dev.shieldwall.transport.channel;

import static dev.shieldwall.transport.channel.core.ChannelSuite.HYBRID;
import static dev.shieldwall.transport.channel.core.ChannelSuite.X25519;

import dev.shieldwall.transport.channel.core.ChannelSuite;
import dev.shieldwall.transport.channel.core.ClientHandshake;
import dev.shieldwall.transport.channel.core.LocalIdentity;
import dev.shieldwall.transport.channel.core.Message;
import dev.shieldwall.transport.channel.core.Parties;
import dev.shieldwall.transport.channel.core.ServerHandshake;
import dev.shieldwall.transport.channel.core.SessionRules;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Servers that send back what they are sent, clients for them, and strangers. */
final class Channels {

    static final byte[] TOPIC = "{}".getBytes(StandardCharsets.US_ASCII);
    static final SocketAddress LOOPBACK = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    static final AdmissionLimits MANY = new AdmissionLimits(10_000, 10_000, 10_000, 1_000_000, Duration.ofSeconds(60));

    private Channels() {}

    static ChannelConfiguration configuration(SessionRules session, Duration handshake, AdmissionLimits limits) {
        var connection = new ConnectionRules(handshake, Duration.ofSeconds(60), 3, limits);
        return new ChannelConfiguration(session, connection, SecurityPolicy.DEFAULT);
    }

    static ChannelConfiguration patient(AdmissionLimits limits) {
        return configuration(SessionRules.DEFAULT, Duration.ofSeconds(30), limits);
    }

    static ChannelConfiguration keepalive(Duration interval) {
        var connection = new ConnectionRules(Duration.ofSeconds(30), interval, 3, AdmissionLimits.DEFAULT);
        return new ChannelConfiguration(SessionRules.DEFAULT, connection, SecurityPolicy.DEFAULT);
    }

    static ServerHandshake.Party backend(ChannelSuite... suites) {
        return new ServerHandshake.Party(
                Parties.BACKEND, Parties.CLIENTS, suites.length == 0 ? List.of(HYBRID, X25519) : List.of(suites));
    }

    static ChannelServer echoServer(ChannelConfiguration configuration, ChannelSuite... suites) throws IOException {
        return ChannelServer.listen(LOOPBACK, backend(suites), configuration, Channels::echo);
    }

    static void echo(SecureChannel channel) {
        try {
            for (Optional<Message> got = channel.receive(); got.isPresent(); got = channel.receive()) {
                channel.send(got.get().metadata(), got.get().payloadBytes());
            }
        } catch (IOException e) {
            // The counters say why.
        }
    }

    static ChannelClient client(LocalIdentity own, ChannelConfiguration configuration, ChannelSuite... suites) {
        var party = new ClientHandshake.Party(own, Parties.BACKEND.name(), Parties.SERVERS);
        return new ChannelClient(party, suites.length == 0 ? List.of(X25519) : List.of(suites), configuration);
    }

    static ChannelClient frontend(ChannelSuite... suites) {
        return client(Parties.FRONTEND, patient(MANY), suites);
    }

    static byte[] ask(SecureChannel channel, byte[] payload) throws IOException {
        channel.send(TOPIC, payload);
        return channel.receive().orElseThrow().payloadBytes();
    }

    /** Loopback has 16 million addresses; this is another one than everybody else's. */
    static SocketChannel strangerFrom(String address, SocketAddress server) throws IOException {
        SocketChannel socket = SocketChannel.open();
        socket.bind(new InetSocketAddress(address, 0));
        socket.connect(server);
        return socket;
    }

    static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("did not come to be within 20 s");
            }
            LockSupport.parkNanos(2_000_000);
        }
    }
}
