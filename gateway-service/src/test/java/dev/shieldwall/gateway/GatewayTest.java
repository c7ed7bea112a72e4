package dev.shieldwall.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.shieldwall.client.ApiPaths;
import dev.shieldwall.client.TestMesh;
import dev.shieldwall.client.http.Problem;
import dev.shieldwall.client.http.Wire;
import dev.shieldwall.model.command.SignedCommand;
import dev.shieldwall.model.receipt.Receipt;
import dev.shieldwall.service.mesh.LedgerReplicas;
import dev.shieldwall.service.mesh.RunningService;
import dev.shieldwall.service.mesh.Scenario;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** The gateway in front of services that write down what reaches them, and of the replicas of a test. */
class GatewayTest {

    private static final int LIMIT = 65_536;

    private static final Map<String, Seen> SEEN = new ConcurrentHashMap<>();
    private static volatile long delayMillis;
    private static volatile boolean breakOff;
    private static volatile int answerBytes;
    private static LedgerReplicas replicas;
    private static HttpServer service;
    private static RunningService gateway;
    private static Scenario scenario;

    private record Seen(String method, String uri, Map<String, List<String>> headers, byte[] body) {}

    @BeforeAll
    static void start() throws IOException {
        replicas = LedgerReplicas.start();
        scenario = new Scenario(replicas.chain().mesh(), "worker");
        replicas.chain().commit(scenario.register());
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        service.createContext("/", GatewayTest::echo);
        service.start();
        gateway = RunningService.start(GatewayApplication::builder, replicas, properties(service.getAddress().getPort()));
    }

    private static Map<String, String> properties(int servicePort) {
        var properties = new HashMap<String, String>();
        for (String name : new String[] {"identity", "capability", "session", "audit"}) {
            properties.put("shieldwall.services." + name, "http://127.0.0.1:" + servicePort);
        }
        properties.put("shieldwall.gateway.timeout", "4s");
        properties.put("shieldwall.gateway.open-for", "1s");
        return properties;
    }

    private static void echo(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        SEEN.put("last", new Seen(exchange.getRequestMethod(), exchange.getRequestURI().toString(),
                Map.copyOf(exchange.getRequestHeaders()), body));
        try {
            Thread.sleep(delayMillis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        byte[] answer = exchange.getRequestURI().getPath().endsWith("/v3/api-docs")
                ? "{\"openapi\":\"3.1.0\"}".getBytes(StandardCharsets.UTF_8)
                : answerBytes > 0 ? new byte[answerBytes] : body;
        exchange.getResponseHeaders().set("Content-Type", Wire.JSON);
        exchange.getResponseHeaders().set(Wire.HEIGHT, "7");
        exchange.getResponseHeaders().set("Keep-Alive", "timeout=1");
        if (breakOff) {
            exchange.getResponseHeaders().set("Cache-Control", "max-age=60");
            exchange.getResponseHeaders().set("Content-Encoding", "br");
        }
        exchange.sendResponseHeaders(200, answer.length == 0 ? -1 : answer.length);
        if (breakOff) {
            exchange.getResponseBody().write(answer, 0, answer.length / 2);
            exchange.getResponseBody().flush();
            throw new IOException("broken off by the test");
        }
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    @AfterAll
    static void stop() {
        gateway.close();
        service.stop(0);
        replicas.close();
    }

    @BeforeEach
    void quick() {
        delayMillis = 0;
        breakOff = false;
        answerBytes = 0;
        SEEN.clear();
    }

    private static Seen seen() {
        return Objects.requireNonNull(SEEN.get("last"), "nothing reached the service");
    }

    private static void assertProblem(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains(Wire.PROBLEM);
        assertThat(RunningService.parse(answer.body(), Problem.class).code()).isEqualTo(code);
    }

    @Test
    void aSignedCommandTravelsByteForByte() throws Exception {
        for (SignedCommand command : new SignedCommand[] {
            scenario.register(), scenario.revokeIdentity(), scenario.grant(scenario.newCapabilityId()),
            scenario.revokeCapability(scenario.newCapabilityId()), scenario.establish(scenario.newSessionId()),
            scenario.close(scenario.newSessionId()), scenario.authorize(scenario.newSessionId(), "write")
        }) {
            ApiPaths.Endpoint endpoint = ApiPaths.of(command.payload().command());

            HttpResponse<String> answer = gateway.send(command);

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(seen().body()).isEqualTo(command.jws().toArray());
            assertThat(seen().method()).isEqualTo(endpoint.method());
            assertThat(seen().uri()).isEqualTo(endpoint.path());
            assertThat(seen().headers().get("Content-type")).containsExactly(Wire.JOSE);
            assertThat(answer.body()).isEqualTo(new String(command.jws().toArray(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void aReadTravelsWithItsTokenItsQueryAndItsHeight() throws Exception {
        HttpResponse<String> answer =
                gateway.read("/v1/identities?id=spiffe://mesh.example/service/a&limit=3", Wire.MIN_HEIGHT, "12");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue(Wire.HEIGHT)).contains("7");
        assertThat(URLDecoder.decode(seen().uri(), StandardCharsets.UTF_8))
                .isEqualTo("/v1/identities?id=spiffe://mesh.example/service/a&limit=3");
        assertThat(seen().headers().get(header(Wire.MIN_HEIGHT))).containsExactly("12");
        assertThat(seen().headers().get("Authorization"))
                .singleElement(InstanceOfAssertFactories.STRING)
                .startsWith("Bearer ");
    }

    private static String header(String name) {
        return name.substring(0, 1) + name.substring(1).toLowerCase(Locale.ROOT);
    }

    @Test
    void anIdentityIdTravelsInThePath() throws Exception {
        String path = ApiPaths.identity(TestMesh.principal("service/trading-001"));

        assertThat(gateway.read(path).statusCode()).isEqualTo(200);
        assertThat(seen().uri()).isEqualTo(path);
    }

    @Test
    void hopHeadersAndClaimsAboutTheOriginStopHere() throws Exception {
        HttpResponse<String> answer = gateway.read("/v1/sessions", "TE", "trailers", "Proxy-Authorization", "Basic eA==",
                "X-Forwarded-For", "1.2.3.4", "X-Forwarded-Host", "evil.example", "Forwarded", "for=1.2.3.4");

        assertThat(answer.headers().firstValue("Keep-Alive").orElse("")).isNotEqualTo("timeout=1");
        assertThat(seen().headers().keySet())
                .doesNotContain("Te", "Proxy-authorization", "X-forwarded-for", "X-forwarded-host", "Forwarded");
    }

    @Test
    void aPrefixThatTheCallerClaimsMovesNoPath() throws Exception {
        gateway.get("/docs/identity/v3/api-docs", "X-Forwarded-Prefix", "/docs/x/v1/identities?a=");

        assertThat(seen().uri()).isEqualTo("/v3/api-docs");
    }

    @Test
    void aReadWithoutATokenStopsHere() throws Exception {
        for (String path : new String[] {"/v1/identities", "/v1/audit/entries", "/v1/blocks/1", "/v1/consensus/status"}) {
            assertProblem(gateway.get(path), 401, "unauthenticated");
        }
        assertProblem(gateway.get("/v1/identities", "Authorization", "Bearer eyJhbGciOiJub25lIn0.e30."), 401,
                "unauthenticated");
        assertThat(SEEN).isEmpty();
    }

    @Test
    void onlyThePathsOfTheTableAreForwarded() throws Exception {
        assertProblem(gateway.read("/v1/unknown"), 404, "not-found");
        assertProblem(gateway.read("/v1/blocks?from=1"), 404, "not-found");
        assertProblem(gateway.read("/nothing/here"), 404, "not-found");
        assertProblem(gateway.get("/nothing/here"), 404, "not-found");
        assertProblem(gateway.get("/docs/nobody/v3/api-docs"), 404, "not-found");
        assertProblem(gateway.get("/docs/identity/actuator/env"), 401, "unauthenticated");
        assertThat(gateway.read("/actuator/env").statusCode()).isEqualTo(403);
        assertThat(SEEN).isEmpty();
    }

    @Test
    void aPathThatClimbsOutIsRefused() throws Exception {
        String answer = raw("GET /v1/identities/../../actuator/env HTTP/1.1");
        assertThat(answer).doesNotStartWith("HTTP/1.1 200");
        assertThat(raw("GET /v1/identities/%2e%2e/x HTTP/1.1")).startsWith("HTTP/1.1 4");
        assertThat(raw("GET http://example.org/v1/identities HTTP/1.1")).doesNotStartWith("HTTP/1.1 200");
        assertThat(raw("GET /v1/\u0001 HTTP/1.1")).startsWith("HTTP/1.1 400").contains("urn:shieldwall:problem:malformed");
        assertThat(SEEN).isEmpty();
    }

    private static String raw(String line) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), gateway.uri("/").getPort())) {
            socket.getOutputStream().write((line + "\r\nHost: x\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void aBodyMayBeAsLongAsACommandAndNotAByteLonger() throws Exception {
        byte[] longest = new byte[LIMIT];
        Arrays.fill(longest, (byte) 'a');
        byte[] longer = new byte[LIMIT + 1];
        Arrays.fill(longer, (byte) 'a');

        assertThat(gateway.send("POST", "/v1/authorizations", longest).statusCode()).isEqualTo(200);
        assertThat(seen().body()).hasSize(LIMIT);
        SEEN.clear();
        assertProblem(gateway.send("POST", "/v1/authorizations", longer), 413, "too-large");
        assertProblem(chunked(longer), 413, "too-large");
        assertThat(SEEN).isEmpty();
        assertThat(chunked(longest).statusCode()).isEqualTo(200);
    }

    private static HttpResponse<String> chunked(byte[] body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(gateway.uri("/v1/authorizations"))
                .header("Content-Type", Wire.JOSE)
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void aWriteThatIsNoSignedCommandIsRefusedHere() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(gateway.uri("/v1/identities"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            assertProblem(http.send(request, HttpResponse.BodyHandlers.ofString()), 415, "unsupported-media-type");
        }
    }

    @Test
    void aSlowServiceIsUnknownForAWriteAndUnavailableForARead() throws Exception {
        delayMillis = 6_000;
        SignedCommand command = scenario.authorize(scenario.newSessionId(), "write");

        HttpResponse<String> write = gateway.send(command);
        HttpResponse<String> read = gateway.read("/v1/capabilities");

        assertProblem(write, 503, "outcome-unknown");
        Problem problem = RunningService.parse(write.body(), Problem.class);
        assertThat(problem.outcome()).isEqualTo(Problem.UNKNOWN);
        assertThat(problem.commandId()).isEqualTo(command.payload().commandId());
        assertThat(problem.notAfterMillis()).isEqualTo(command.payload().notAfterMillis());
        assertProblem(read, 503, "unavailable");
        assertThat(read.headers().firstValue("Retry-After")).isPresent();
    }

    @Test
    void anAnswerThatBreaksOffIsNoAnswer() throws Exception {
        SignedCommand command = scenario.authorize(scenario.newSessionId(), "write");
        breakOff = true;

        HttpResponse<String> write = gateway.send(command);

        assertProblem(write, 503, "outcome-unknown");
        assertThat(RunningService.parse(write.body(), Problem.class).commandId())
                .isEqualTo(command.payload().commandId());
        assertThat(write.headers().firstValue(Wire.HEIGHT)).isEmpty();
        assertThat(write.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(write.headers().allValues("Cache-Control")).doesNotContain("max-age=60");
        assertThat(write.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    }

    @Test
    void aServiceThatBreaksOffItsAnswersIsLeftAloneAndTriedAgain() throws Exception {
        answerBytes = 100;
        breakOff = true;
        for (int i = 0; i < 5; i++) {
            assertThat(gateway.read("/v1/sessions").body()).contains("broke off");
        }
        assertThat(gateway.read("/v1/sessions").body()).contains("left alone");
        breakOff = false;
        Thread.sleep(1_200);
        assertThat(gateway.read("/v1/sessions").statusCode()).isEqualTo(200);
    }

    @Test
    void aReplicaThatBreaksOffItsAnswersIsNotAskedFirstAgain() throws Exception {
        Map<String, String> properties = properties(service.getAddress().getPort());
        properties.put("shieldwall.replicas", Stream.concat(
                        Stream.of("http://127.0.0.1:" + service.getAddress().getPort()),
                        replicas.addresses().subList(1, replicas.addresses().size()).stream().map(URI::toString))
                .collect(Collectors.joining(",")));
        answerBytes = 100;
        breakOff = true;
        try (RunningService other = RunningService.start(GatewayApplication::builder, replicas, properties)) {
            assertProblem(other.read("/v1/blocks/1"), 503, "unavailable");
            for (int i = 0; i < 3; i++) {
                assertThat(other.read("/v1/blocks/1").statusCode()).isEqualTo(200);
            }
        }
    }

    @Test
    void aCallerWhoHangsUpIsNoFailureOfTheService() throws Exception {
        answerBytes = 8 << 20;
        for (int i = 0; i < 6; i++) {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), gateway.uri("/").getPort())) {
                socket.setSoLinger(true, 0);
                socket.getOutputStream().write(("GET /v1/capabilities HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                        + scenario.token() + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
                assertThat(socket.getInputStream().readNBytes(1_000)).hasSize(1_000);
            }
            Thread.sleep(200);
        }
        answerBytes = 0;

        assertThat(gateway.read("/v1/capabilities").statusCode()).isEqualTo(200);
    }

    @Test
    void aServiceThatIsDownIsUnavailableAndTheOthersGoOn() throws Exception {
        int freePort;
        try (var probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            freePort = probe.getLocalPort();
        }
        Map<String, String> properties = properties(service.getAddress().getPort());
        properties.put("shieldwall.services.session", "http://127.0.0.1:" + freePort);
        properties.put("shieldwall.gateway.open-for", "5s");
        try (RunningService other = RunningService.start(GatewayApplication::builder, replicas, properties)) {
            for (int i = 0; i < 8; i++) {
                assertProblem(other.read("/v1/sessions"), 503, "unavailable");
            }
            assertThat(other.read("/v1/sessions").body()).contains("left alone");
            Problem write = RunningService.parse(
                    other.send(scenario.establish(scenario.newSessionId())).body(), Problem.class);
            assertThat(write.outcome()).isNull();
            assertThat(other.read("/v1/capabilities").statusCode()).isEqualTo(200);
            HttpServer back = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), freePort), 0);
            back.createContext("/", GatewayTest::echo);
            back.start();
            Thread.sleep(5_200);
            assertThat(other.read("/v1/sessions").statusCode()).isEqualTo(200);
            back.stop(0);
        }
    }

    @Test
    void aCommandReachesAnotherReplicaWhenOneIsDown() throws Exception {
        SignedCommand command = scenario.establish(scenario.newSessionId());
        replicas.stop(0);
        replicas.stop(1);
        try {
            HttpResponse<String> answer = gateway.send("POST", Wire.COMMANDS, command.jws().toArray());

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(RunningService.parse(answer.body(), Receipt.class).result().commandId())
                    .isEqualTo(command.payload().commandId());
            assertThat(gateway.read("/v1/consensus/status").statusCode()).isEqualTo(200);
        } finally {
            replicas.recover();
        }
    }

    @Test
    void readsOfTheLedgerGoToReplicas() throws Exception {
        assertThat(gateway.read("/v1/decisions/AAAAAAAAAAAAAAAAAAAAAA?principal=spiffe://mesh.example/service/a").body())
                .contains("/v1/decisions/AAAAAAAAAAAAAAAAAAAAAA?principal=spiffe%3A%2F%2Fmesh.example%2Fservice%2Fa");
        assertThat(gateway.read("/v1/blocks/1").body()).contains("/v1/blocks/1");
    }

    @Test
    void healthShowsEveryComponentAndWhetherAQuorumIsThere() throws Exception {
        Thread.sleep(600);
        HttpResponse<String> well = gateway.get("/v1/health");
        replicas.stop(2);
        Thread.sleep(600);
        HttpResponse<String> oneDown = gateway.get("/v1/health");
        replicas.stop(3);
        Thread.sleep(600);
        HttpResponse<String> twoDown = gateway.get("/v1/health");
        replicas.recover();

        assertThat(well.statusCode()).isEqualTo(200);
        assertThat(well.body()).contains("\"status\":\"up\"", "\"quorumReachable\":true", "\"replica-0\"",
                "\"role\":\"primary\"", "\"name\":\"audit\"");
        assertThat(oneDown.statusCode()).isEqualTo(200);
        assertThat(oneDown.body()).contains("\"status\":\"degraded\"", "\"reachable\":3", "\"quorumReachable\":true");
        assertThat(twoDown.statusCode()).isEqualTo(503);
        assertThat(twoDown.body()).contains("\"status\":\"down\"", "\"quorumReachable\":false");
    }

    @Test
    void swaggerUiListsTheDocumentsOfAllComponentsAndTheyComeThroughTheGateway() throws Exception {
        String config = gateway.get("/v3/api-docs/swagger-config").body();

        for (String name : new String[] {"identity", "capability", "session", "audit"}) {
            assertThat(config).contains("/docs/" + name + "/v3/api-docs");
            HttpResponse<String> document = gateway.get("/docs/" + name + "/v3/api-docs");
            assertThat(document.statusCode()).isEqualTo(200);
            assertThat(seen().uri()).isEqualTo("/v3/api-docs");
        }
        HttpResponse<String> page = gateway.get("/swagger-ui/index.html");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse("")).contains("script-src 'self'");
        assertThat(gateway.get("/swagger-ui.html").statusCode()).isEqualTo(302);
        assertThat(gateway.get("/v3/api-docs").body()).contains("/v1/health");
    }

    @Test
    void answersForbidFramesGuessedTypesAndForeignPages() throws Exception {
        HttpResponse<String> answer = gateway.read("/v1/identities", "Origin", "https://evil.example");

        assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(answer.headers().firstValue("X-Frame-Options")).contains("DENY");
        assertThat(answer.headers().firstValue("Content-Security-Policy").orElse("")).contains("default-src 'none'");
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }

    @Test
    void metricsAreThereForPrometheus() throws Exception {
        gateway.read("/v1/identities");

        assertThat(gateway.get("/actuator/prometheus").body()).contains("http_server_requests_seconds_count");
        assertThat(gateway.get("/actuator/health/readiness").statusCode()).isEqualTo(200);
    }

    @Test
    void aCallerWhoAsksTooOftenIsToldWhenToComeAgainAndOthersAreServed() throws Exception {
        Map<String, String> properties = properties(service.getAddress().getPort());
        properties.put("shieldwall.gateway.limits.per-second", "1");
        properties.put("shieldwall.gateway.limits.burst", "5");
        try (RunningService strict = RunningService.start(GatewayApplication::builder, replicas, properties)) {
            for (int i = 0; i < 5; i++) {
                assertThat(strict.read("/v1/identities").statusCode()).isEqualTo(200);
            }
            HttpResponse<String> refused = strict.read("/v1/identities");
            assertProblem(refused, 429, "too-many-requests");
            assertThat(refused.headers().firstValue("Retry-After")).contains("1");
            // The signer of a command has a budget of its own.
            assertThat(strict.send(scenario.establish(scenario.newSessionId())).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void theGatewayHasNoDatabaseAndNoLedgerOfItsOwn() {
        assertThat(gateway.context().getBeanNamesForType(JdbcTemplate.class)).isEmpty();
    }
}
