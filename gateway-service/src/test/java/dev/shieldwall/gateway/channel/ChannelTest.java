package dev.shieldwall.gateway.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.shieldwall.client.channel.ChannelExchange;
import dev.shieldwall.client.channel.PostDialer;
import dev.shieldwall.client.channel.WebSocketDialer;
import dev.shieldwall.client.http.GatewayRequest;
import dev.shieldwall.client.http.HttpReply;
import dev.shieldwall.client.http.Problem;
import dev.shieldwall.client.http.Wire;
import dev.shieldwall.gateway.GatewayApplication;
import dev.shieldwall.model.command.SignedCommand;
import dev.shieldwall.service.mesh.LedgerReplicas;
import dev.shieldwall.service.mesh.RunningService;
import dev.shieldwall.service.mesh.Scenario;
import dev.shieldwall.transport.channel.ChannelClient;
import dev.shieldwall.transport.channel.ChannelConfiguration;
import dev.shieldwall.transport.channel.ChannelEvent;
import dev.shieldwall.transport.channel.ChannelEvents;
import dev.shieldwall.transport.channel.IdentityFile;
import dev.shieldwall.transport.channel.core.AllowList;
import dev.shieldwall.transport.channel.core.ChannelSuite;
import dev.shieldwall.transport.channel.core.ClientHandshake;
import dev.shieldwall.transport.channel.core.ComponentName;
import dev.shieldwall.transport.channel.core.LocalIdentity;
import dev.shieldwall.transport.channel.core.PeerIdentity;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.channels.ByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls through channels to a gateway whose services send back what they are sent. */
class ChannelTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final ComponentName GATEWAY = new ComponentName("gateway");

    @TempDir
    static Path folder;

    private static HttpServer service;
    private static LedgerReplicas replicas;
    private static RunningService gateway;
    private static Scenario scenario;
    private static LocalIdentity teller;
    private static LocalIdentity stranger;
    private static HttpClient http;
    private static volatile int answerBytes;

    enum Carrier {
        WEB_SOCKET,
        POST;

        ChannelExchange.Dialer dialer() {
            URI at = gateway.uri("/");
            return this == POST ? new PostDialer(http, at, LONG) : new WebSocketDialer(http, at, LONG);
        }
    }

    @BeforeAll
    static void start() throws Exception {
        http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        service.createContext("/", ChannelTest::echo);
        service.start();
        var random = new SecureRandom();
        teller = IdentityFile.loadOrCreate(folder, new ComponentName("teller"), random);
        stranger = IdentityFile.loadOrCreate(folder, new ComponentName("stranger"), random);
        allow(teller);
        replicas = LedgerReplicas.start();
        scenario = new Scenario(replicas.chain().mesh(), "worker");
        gateway = RunningService.start(GatewayApplication::builder, replicas, properties());
    }

    private static Map<String, String> properties() {
        var properties = new HashMap<String, String>();
        for (String name : new String[] {"identity", "capability", "session", "audit"}) {
            properties.put("shieldwall.services." + name, "http://127.0.0.1:" + service.getAddress().getPort());
        }
        properties.put("shieldwall.gateway.channel.folder", folder.toString());
        properties.put("shieldwall.gateway.channel.limits.failures", "1000"); // all of loopback is one address
        return properties;
    }

    private static void allow(LocalIdentity... peers) throws IOException {
        var lines = new StringBuilder("# who may open a channel\n\n");
        for (LocalIdentity peer : peers) {
            lines.append(peer.name()).append(' ').append(HexFormat.of().formatHex(peer.key().bytes())).append('\n');
        }
        Files.writeString(folder.resolve("peers"), lines);
    }

    private static void echo(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String seen = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        byte[] answer = answerBytes > 0 ? new byte[answerBytes] : body.length > 0 ? body : seen.getBytes(StandardCharsets.US_ASCII);
        exchange.getResponseHeaders().set("Content-Type", Wire.JSON);
        exchange.getResponseHeaders().set(Wire.HEIGHT, "7");
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    @AfterAll
    static void stop() {
        gateway.close();
        service.stop(0);
        replicas.close();
        http.shutdownNow();
    }

    private static ChannelExchange channels(LocalIdentity own, Carrier carrier) throws IOException {
        return new ChannelExchange(client(own), GATEWAY, carrier.dialer());
    }

    private static ChannelClient client(LocalIdentity own) throws IOException {
        LocalIdentity server = IdentityFile.loadOrCreate(folder, GATEWAY, new SecureRandom());
        var party = new ClientHandshake.Party(own, GATEWAY, AllowList.of(new PeerIdentity(GATEWAY, server.key())));
        return new ChannelClient(party, List.of(ChannelSuite.HYBRID), ChannelConfiguration.DEFAULT);
    }

    /** As {@link #channels}, but its calls name another. */
    private static ChannelExchange misdirected() throws IOException {
        return new ChannelExchange(client(teller), new ComponentName("other"), Carrier.WEB_SOCKET.dialer());
    }

    private static GatewayRequest read(String path) {
        return GatewayRequest.get(path, Map.of("Authorization", "Bearer " + scenario.token()), LONG);
    }

    private static String text(HttpReply reply) {
        return new String(reply.body().toArray(), StandardCharsets.UTF_8);
    }

    private static ChannelDoor door() {
        return gateway.context().getBean(ChannelDoor.class);
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + LONG.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited in vain").isLessThan(end);
            Thread.sleep(10);
        }
    }

    @ParameterizedTest
    @EnumSource
    void readsAndSignedCommandsGoThroughAndCountAsTheyDoOutside(Carrier carrier) throws Exception {
        try (ChannelExchange exchange = channels(teller, carrier)) {
            HttpReply reply = exchange.exchange(read("/v1/identities?limit=3"));
            assertThat(reply.status()).isEqualTo(200);
            assertThat(text(reply)).isEqualTo("GET /v1/identities?limit=3");
            assertThat(reply.number(Wire.HEIGHT)).hasValue(7);

            SignedCommand command = scenario.register();
            var write = new GatewayRequest(
                    "POST", "/v1/identities", Map.of("Content-Type", Wire.JOSE), command.jws().toArray(), LONG);
            assertThat(exchange.exchange(write).body()).isEqualTo(command.jws());

            HttpReply withoutToken = exchange.exchange(GatewayRequest.get("/v1/identities", Map.of(), LONG));
            assertThat(withoutToken.status()).isEqualTo(401);
            assertThat(withoutToken.problem().orElseThrow().code()).isEqualTo("unauthenticated");
        }
    }

    @ParameterizedTest
    @EnumSource
    void callsThatRunAtOnceGetTheirOwnAnswers(Carrier carrier) throws Exception {
        try (ChannelExchange exchange = channels(teller, carrier);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> answers = IntStream.range(0, 40)
                    .mapToObj(i -> threads.submit(() -> text(exchange.exchange(read("/v1/identities/" + i)))))
                    .toList();
            for (int i = 0; i < answers.size(); i++) {
                assertThat(answers.get(i).get()).isEqualTo("GET /v1/identities/" + i);
            }
            long before = door().events().of(ChannelEvent.ESTABLISHED);
            for (int i = 0; i < 20; i++) {
                exchange.exchange(read("/v1/identities"));
            }
            assertThat(door().events().of(ChannelEvent.ESTABLISHED)).as("channels are kept").isEqualTo(before);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStrangerGetsNoChannel(Carrier carrier) throws Exception {
        try (ChannelExchange exchange = channels(stranger, carrier)) {
            assertThatThrownBy(() -> exchange.exchange(read("/v1/identities"))).isInstanceOf(ConnectException.class);
        }
        assertThat(door().events().of(ChannelEvent.HANDSHAKE_REFUSED)).isPositive();
    }

    @Test
    void whoIsTakenOffTheListLosesItsChannelAndWhoIsPutOnItGetsOne() throws Exception {
        LocalIdentity clerk = IdentityFile.loadOrCreate(folder, new ComponentName("clerk"), new SecureRandom());
        try (ChannelExchange exchange = channels(clerk, Carrier.WEB_SOCKET)) {
            allow(teller, clerk);
            await(() -> isAnswered(exchange));
            long revoked = door().events().of(ChannelEvent.REVOKED);
            allow(teller);
            await(() -> door().events().of(ChannelEvent.REVOKED) > revoked);
            assertThat(isAnswered(exchange)).isFalse();
        }
    }

    private static boolean isAnswered(ChannelExchange exchange) {
        try {
            return exchange.exchange(read("/v1/identities")).status() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aListThatMakesNoSenseChangesNothing() throws Exception {
        for (String line : List.of("teller", "teller 00", "Teller " + "00".repeat(32), "teller " + "ff".repeat(32), "teller x")) {
            assertThatThrownBy(() -> new PeersFile(folder).parse("# \n" + line))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("line 2");
        }
        Files.writeString(folder.resolve("peers"), "teller 00\n");
        try (ChannelExchange exchange = channels(teller, Carrier.POST)) {
            Thread.sleep(2_500); // one look at the file
            assertThat(isAnswered(exchange)).isTrue();
        } finally {
            allow(teller);
        }
    }

    /** Nobody is shut out because a file cannot be read for a moment, and nobody let in by who may only write it. */
    @Test
    void aListThatCannotBeReadOrThatOthersMayWriteIsNone() throws Exception {
        Path list = folder.resolve("shared-peers");
        assertThat(new PeersFile(list).read()).isEmpty();
        Files.writeString(list, "# nobody\n");
        for (String mode : List.of("rw--w----", "rw-----w-")) {
            Files.setPosixFilePermissions(list, PosixFilePermissions.fromString(mode));
            assertThatThrownBy(() -> new PeersFile(list).read()).as(mode).hasMessageContaining("chmod go-w");
        }
        Files.setPosixFilePermissions(list, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(new PeersFile(list).read()).isEqualTo("# nobody\n");
        Path nowhere = Files.createSymbolicLink(folder.resolve("peers-in-a-circle"), folder.resolve("peers-in-a-circle"));
        assertThatThrownBy(() -> new PeersFile(nowhere).read()).isInstanceOf(IOException.class);
    }

    @Test
    void aListHasItsBoundOfBytesAndNotOneMore() throws Exception {
        Path list = folder.resolve("long-peers");
        Files.writeString(list, "#".repeat(PeersFile.MAX_BYTES));
        assertThat(new PeersFile(list).read()).hasSize(PeersFile.MAX_BYTES);
        Files.writeString(list, "#".repeat(PeersFile.MAX_BYTES + 1));
        assertThatThrownBy(() -> new PeersFile(list).read()).hasMessageContaining("longer than");
    }

    /** The calls of the channel spend the budget of their token, the requests that carry them that of the address. */
    @Test
    void aCarrierThatAsksTooOftenKeepsItsChannel() throws Exception {
        Map<String, String> properties = properties();
        properties.put("shieldwall.gateway.limits.per-second", "1");
        properties.put("shieldwall.gateway.limits.burst", "3");
        try (RunningService strict = RunningService.start(GatewayApplication::builder, replicas, properties);
                var exchange = new ChannelExchange(client(teller), GATEWAY, new PostDialer(http, strict.uri("/"), LONG))) {
            for (int i = 0; i < 3; i++) {
                assertThat(exchange.exchange(read("/v1/identities")).status()).isEqualTo(200);
            }
            ChannelEvents events = strict.context().getBean(ChannelDoor.class).events();
            assertThat(events.of(ChannelEvent.ESTABLISHED)).isOne();
        }
    }

    @Test
    void aChannelLeadsToTheApiAndNowhereElse() throws Exception {
        try (ChannelExchange exchange = channels(teller, Carrier.WEB_SOCKET)) {
            for (String path : List.of("/actuator/prometheus", "/v3/api-docs", "/v1", "/v1/channel", "/v1/channel/x", "/v1/channel?x=1", "/v1/%63hannel")) {
                assertThat(exchange.exchange(read(path)).status()).as(path).isEqualTo(404);
            }
            assertThat(exchange.exchange(read("/v1/../actuator/env")).status()).isNotEqualTo(200);
            for (String path : List.of("/v1/%", "/v1/[")) {
                assertThat(exchange.exchange(read(path)).status()).as(path).isEqualTo(400);
            }
            var connect = new GatewayRequest("CONNECT", "/v1/identities", Map.of(), new byte[0], LONG);
            assertThat(exchange.exchange(connect).status()).isEqualTo(405);
            HttpReply field = exchange.exchange(GatewayRequest.get("/v1/identities", Map.of("X-Forwarded-For", "1.2.3.4"), LONG));
            assertThat(field.problem().orElseThrow().detail()).contains("x-forwarded-for");
        }
        try (ChannelExchange exchange = misdirected()) {
            assertThat(exchange.exchange(read("/v1/identities")).status()).isEqualTo(400);
        }
    }

    @Test
    void aCallIsAsLongAsACommandWithItsHeadAndNotLonger() throws Exception {
        int longest = replicas.chain().mesh().genesis().limits().commandBytes();
        try (ChannelExchange exchange = channels(teller, Carrier.POST)) {
            var write = new GatewayRequest("POST", "/v1/identities", Map.of("Content-Type", Wire.JOSE), new byte[longest], LONG);
            assertThat(exchange.exchange(write).body().toArray()).hasSize(longest);
        }
        try (ChannelExchange exchange = channels(teller, Carrier.WEB_SOCKET)) {
            var write = new GatewayRequest(
                    "POST", "/v1/identities", Map.of("Content-Type", Wire.JOSE), new byte[longest + 8_192], LONG);
            HttpReply refused = exchange.exchange(write);
            assertThat(refused.status()).isEqualTo(413);
            assertThat(refused.problem().orElseThrow().detail()).startsWith("a call has at most");
        }
    }

    @Test
    void anAnswerTooLongForAChannelIsAProblemAndTheChannelGoesOn() throws Exception {
        try (ChannelExchange exchange = channels(teller, Carrier.WEB_SOCKET)) {
            answerBytes = ChannelCalls.MAX_ANSWER_BYTES + 1;
            assertThat(exchange.exchange(read("/v1/identities")).status()).isEqualTo(503);
            answerBytes = Wire.MAX_REPLY_BYTES;
            assertThat(exchange.exchange(read("/v1/identities")).body().toArray()).hasSize(Wire.MAX_REPLY_BYTES);
            answerBytes = Wire.MAX_REPLY_BYTES + 1;
            assertThatThrownBy(() -> exchange.exchange(read("/v1/identities"))).hasMessageContaining("longer than");
        } finally {
            answerBytes = 0;
        }
    }

    @Test
    void aCallThatMayHaveBeenSentNeverSoundsAsIfItWasNot() throws Exception {
        var carriers = new ArrayList<ByteChannel>();
        ChannelExchange.Dialer once = patience -> {
            if (!carriers.isEmpty()) {
                throw new IOException("no second one");
            }
            carriers.add(Carrier.WEB_SOCKET.dialer().dial(patience));
            return carriers.getFirst();
        };
        try (var exchange = new ChannelExchange(client(teller), GATEWAY, once)) {
            assertThat(isAnswered(exchange)).isTrue();
            carriers.getFirst().close();
            assertThatThrownBy(() -> exchange.exchange(read("/v1/identities")))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(ConnectException.class)
                    .satisfies(e -> assertThat(e.getSuppressed()).hasExactlyElementsOfTypes(ConnectException.class));
        }
    }

    @Test
    void aRefusedHandshakeOverRequestsGivesItsPlaceBackAtOnce() throws Exception {
        for (int i = 0; i < 40; i++) { // 32 may be in progress
            assertProblem(post("/v1/channel", Wire.CHANNEL_BYTES, new byte[] {0}), 403, "forbidden");
        }
    }

    private static HttpResponse<byte[]> post(String path, String type, byte[] body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(gateway.uri(path))
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    private static void assertProblem(HttpResponse<byte[]> answer, int status, String code) throws Exception {
        String body = new String(answer.body(), StandardCharsets.UTF_8);
        assertThat(answer.statusCode()).as(body).isEqualTo(status);
        assertThat(RunningService.parse(body, Problem.class).code()).isEqualTo(code);
    }

    @Test
    void whatIsNoChannelIsAProblem() throws Exception {
        assertProblem(post("/v1/channel", Wire.CHANNEL_BYTES, new byte[] {0, 0, 0, 1, 9}), 403, "forbidden");
        assertProblem(post("/v1/channel", Wire.CHANNEL_BYTES, new byte[] {127, 0, 0, 1}), 403, "forbidden");
        assertProblem(post("/v1/channel/nobody", Wire.CHANNEL_BYTES, new byte[9]), 404, "not-found");
        assertProblem(post("/v1/channel", Wire.JSON, new byte[9]), 415, "unsupported-media-type");
        assertProblem(post("/v1/channel", Wire.CHANNEL_BYTES, new byte[200_000]), 413, "too-large");
        HttpResponse<byte[]> read =
                http.send(HttpRequest.newBuilder(gateway.uri("/v1/channel")).build(), HttpResponse.BodyHandlers.ofByteArray());
        assertProblem(read, 426, "upgrade-required");
        assertThat(read.headers().firstValue("Upgrade")).contains("websocket");
    }

    @Test
    void aWebSocketThatSpeaksTextOrEndsEarlyIsClosedAndTheOthersAreServed() throws Exception {
        URI at = URI.create(gateway.uri("/v1/channel").toString().replaceFirst("http", "ws"));
        var closed = new CompletableFuture<Integer>();
        WebSocket text = http.newWebSocketBuilder().buildAsync(at, new WebSocket.Listener() {
            @Override
            public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
                closed.complete(status);
                return WebSocket.Listener.super.onClose(socket, status, reason);
            }
        }).get(30, TimeUnit.SECONDS);
        text.sendText("hello", true);
        assertThat(closed.get(30, TimeUnit.SECONDS)).isEqualTo(1003);
        long cut = door().events().of(ChannelEvent.HANDSHAKE_CUT_OFF);
        http.newWebSocketBuilder().buildAsync(at, new WebSocket.Listener() {}).get(30, TimeUnit.SECONDS).abort();
        await(() -> door().events().of(ChannelEvent.HANDSHAKE_CUT_OFF) > cut);
        try (ChannelExchange exchange = channels(teller, Carrier.WEB_SOCKET)) {
            assertThat(isAnswered(exchange)).isTrue();
        }
    }

    @Test
    void whatHappensIsCounted() throws Exception {
        try (ChannelExchange exchange = channels(teller, Carrier.WEB_SOCKET)) {
            exchange.exchange(read("/v1/identities"));
            String metrics = gateway.get("/actuator/prometheus").body().toLowerCase(Locale.ROOT);
            assertThat(metrics).contains("shieldwall_channel_events_total{event=\"established\"").contains("shieldwall_channels ");
        }
    }
}
