package dev.shieldwall.benchmark;

import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.crypto.aead.AeadAlgorithm;
import dev.shieldwall.crypto.aead.AeadKey;
import dev.shieldwall.crypto.aead.NonceAead;
import dev.shieldwall.crypto.kem.Encapsulation;
import dev.shieldwall.crypto.kem.KemPrivateKey;
import dev.shieldwall.crypto.signature.Ed25519PrivateKey;
import dev.shieldwall.crypto.signature.Ed25519Signer;
import dev.shieldwall.transport.channel.AdmissionLimits;
import dev.shieldwall.transport.channel.ChannelClient;
import dev.shieldwall.transport.channel.ChannelConfiguration;
import dev.shieldwall.transport.channel.ChannelServer;
import dev.shieldwall.transport.channel.ConnectionRules;
import dev.shieldwall.transport.channel.SecureChannel;
import dev.shieldwall.transport.channel.SecurityPolicy;
import dev.shieldwall.transport.channel.core.AllowList;
import dev.shieldwall.transport.channel.core.AnsweredClient;
import dev.shieldwall.transport.channel.core.ChallengeMemory;
import dev.shieldwall.transport.channel.core.ChannelSession;
import dev.shieldwall.transport.channel.core.ChannelSuite;
import dev.shieldwall.transport.channel.core.ClientHandshake;
import dev.shieldwall.transport.channel.core.ComponentName;
import dev.shieldwall.transport.channel.core.LocalIdentity;
import dev.shieldwall.transport.channel.core.Message;
import dev.shieldwall.transport.channel.core.PeerIdentity;
import dev.shieldwall.transport.channel.core.ServerHandshake;
import dev.shieldwall.transport.channel.core.SessionRules;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The secure channel: its handshake, and its messages against the bare cipher. */
final class ChannelFigures {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final byte[] METADATA = "{}".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    private static final Duration WARM_UP = Duration.ofSeconds(50);
    private static final int HANDSHAKES = 2_000;
    private static final int TURNS = 61;

    /** One may begin 1,024 handshakes in the time in which a hello is fresh. */
    private static final int CLIENTS = 128;

    private static final LocalIdentity SERVER = identity("backend");
    private static final List<LocalIdentity> OWN =
            IntStream.range(0, CLIENTS).mapToObj(i -> identity("client-" + i)).toList();
    private static final AllowList ALL = AllowList.of(OWN.stream().map(ChannelFigures::peer).toList());

    private ChannelFigures() {}

    private static LocalIdentity identity(String name) {
        return new LocalIdentity(new ComponentName(name), new Ed25519Signer(Ed25519PrivateKey.generate(RANDOM)));
    }

    private static PeerIdentity peer(LocalIdentity identity) {
        return new PeerIdentity(identity.name(), identity.key());
    }

    static List<Figure> measure(PrintStream progress) throws Throwable {
        var figures = new ArrayList<Figure>();
        Duel sealed = messages(1 << 16);
        try (ChannelServer server = server()) {
            progress.println("  channel: warm-up of " + WARM_UP.toSeconds() + " s");
            for (long end = System.nanoTime() + WARM_UP.toNanos(); System.nanoTime() < end; ) {
                sealed.warmUp();
                handshakes(server, ChannelSuite.X25519, 100);
                handshakes(server, ChannelSuite.HYBRID, 100);
            }
            figures.addAll(percentiles("channel.handshake", handshakes(server, ChannelSuite.X25519, HANDSHAKES)));
            figures.addAll(percentiles("channel.handshake.hybrid", handshakes(server, ChannelSuite.HYBRID, HANDSHAKES)));
        }
        figures.add(sealed.figure(sealed.ratio(TURNS), "sealed and opened, XChaCha20-Poly1305, one thread, its CPU time, "
                + "median of " + TURNS + " turns"));
        return figures;
    }

    private static ChannelServer server() throws IOException {
        return ChannelServer.listen(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), party(), configuration(), ChannelFigures::echo);
    }

    private static ServerHandshake.Party party() {
        return new ServerHandshake.Party(SERVER, ALL, List.of(ChannelSuite.HYBRID, ChannelSuite.X25519));
    }

    private static ChannelConfiguration configuration() {
        var admission = new AdmissionLimits(10_000, 10_000, 10_000, 10_000, Duration.ofSeconds(60));
        return new ChannelConfiguration(
                SessionRules.DEFAULT,
                new ConnectionRules(Duration.ofSeconds(30), Duration.ofSeconds(60), 3, admission),
                SecurityPolicy.DEFAULT);
    }

    private static void echo(SecureChannel channel) {
        try {
            for (Optional<Message> got = channel.receive(); got.isPresent(); got = channel.receive()) {
                channel.send(got.get().metadata(), got.get().payloadBytes());
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Milliseconds from before the connection to the first answer. */
    private static double[] handshakes(ChannelServer server, ChannelSuite suite, int count) throws IOException {
        double[] millis = new double[count];
        for (int i = 0; i < count; i++) {
            var asking = new ClientHandshake.Party(OWN.get(i % CLIENTS), SERVER.name(), AllowList.of(peer(SERVER)));
            try (var client = new ChannelClient(asking, List.of(suite), configuration())) {
                long begin = System.nanoTime();
                try (SecureChannel channel = client.connect(server.address())) {
                    channel.send(METADATA, METADATA);
                    Duel.sink = channel.receive().orElseThrow();
                    millis[i] = (System.nanoTime() - begin) / 1e6;
                }
            }
        }
        return millis;
    }

    private static List<Figure> percentiles(String name, double[] millis) {
        Arrays.sort(millis);
        String conditions = "TCP connection, handshake and one message there and back on loopback, " + millis.length + " times";
        return List.of(
                new Figure(name + ".p50_ms", millis[millis.length / 2], "ms", conditions),
                new Figure(name + ".p99_ms", millis[millis.length * 99 / 100], "ms", conditions));
    }

    private static Duel messages(int bytes) throws Throwable {
        byte[] payload = new byte[bytes];
        RANDOM.nextBytes(payload);
        Instant now = Instant.now();
        KemPrivateKey ephemeral = KemPrivateKey.generate(ChannelSuite.X25519.kem(), RANDOM);
        var asking = new ClientHandshake.Party(OWN.getFirst(), SERVER.name(), AllowList.of(peer(SERVER)));
        var client = new ClientHandshake(asking, List.of(ephemeral), random(), now);
        var admitted = new ServerHandshake(party(), new ChallengeMemory(10)).admit(client.hello(), now);
        Encapsulation agreed = admitted.share().encapsulate(RANDOM);
        AnsweredClient answered = admitted.answer(agreed, random(), now);
        ClientHandshake.Finished finished = client.finish(answered.hello(), now);
        var sending = new ChannelSession(
                finished.session(), ChannelSession.Side.CLIENT, ChannelSession.Carrier.ORDERED, SessionRules.DEFAULT);
        var receiving = new ChannelSession(answered.complete(finished.message()), ChannelSession.Side.SERVER,
                ChannelSession.Carrier.ORDERED, SessionRules.DEFAULT);
        ByteBuffer frame = ByteBuffer.allocate(sending.maxFrameBytes());
        return new Duel("channel.64k.ratio_to_aead", () -> {
            sending.seal(Message.data(METADATA, payload), Duration.ZERO, frame.clear());
            return receiving.open(frame.flip(), Duration.ZERO);
        }, bare(payload));
    }

    private static byte[] random() {
        byte[] challenge = new byte[32];
        RANDOM.nextBytes(challenge);
        return challenge;
    }

    private static Duel.Task bare(byte[] payload) {
        var aead = new NonceAead(AeadKey.of(AeadAlgorithm.XCHACHA20_POLY1305, SecretBytes.random(32, RANDOM)));
        ByteBuffer sealed = ByteBuffer.allocate(payload.length + AeadAlgorithm.TAG_BYTES);
        byte[] nonce = new byte[AeadAlgorithm.XCHACHA20_POLY1305.nonceBytes()];
        long[] number = {0};
        return () -> {
            ByteBuffer.wrap(nonce).putLong(number[0]++);
            aead.seal(nonce, ByteBuffer.wrap(payload), METADATA, sealed.clear());
            aead.open(nonce, sealed.flip(), METADATA, ByteBuffer.allocate(payload.length));
            return sealed;
        };
    }
}
