package dev.shieldwall.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.client.http.Problem;
import dev.shieldwall.client.http.Wire;
import dev.shieldwall.client.TestMesh;
import dev.shieldwall.client.TestReplica;
import dev.shieldwall.client.signing.CommandSigner;
import dev.shieldwall.client.signing.ReadToken;
import dev.shieldwall.model.command.IdentityCommand;
import dev.shieldwall.model.command.SessionCommand;
import dev.shieldwall.model.command.SignedCommand;
import dev.shieldwall.model.decision.Decision;
import dev.shieldwall.model.decision.Rejection;
import dev.shieldwall.model.receipt.Receipt;
import dev.shieldwall.model.receipt.ReceiptVerifier;
import dev.shieldwall.model.session.SessionId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What every service says over HTTP, shown on one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpContractTest extends ServiceTest {

    private final CommandSigner alice = mesh.service("alice");

    @BeforeAll
    void up() throws IOException {
        startAll();
    }

    @AfterAll
    void down() throws IOException {
        stopAll();
    }

    @BeforeEach
    void honest() {
        replicas.forEach(TestReplica::honest);
    }

    private SignedCommand close() {
        return alice.sign(new SessionCommand.Close(new SessionId(alice.randomBytes(16))), mesh.chainId());
    }

    private static void isProblem(HttpResponse<String> response, int status, String code) throws Exception {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).hasValue(Wire.PROBLEM);
        Problem problem = Problem.CODEC.decode(response.body().getBytes(StandardCharsets.UTF_8));
        assertThat(problem.code()).isEqualTo(code);
        assertThat(problem.status()).isEqualTo(status);
        assertThat(problem.type()).isEqualTo("urn:shieldwall:problem:" + code);
        assertThat(response.body()).doesNotContain("Exception", "\tat ", "dev.shieldwall");
    }

    @Test
    void aWriteNeedsNoTokenAndAnswersWithAReceiptThatVerifiesOffline() throws Exception {
        HttpResponse<String> response = post("/v1/things", close().jws().toArray());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue(Wire.RECEIPT);
        assertThat(response.headers().firstValue(Wire.HEIGHT)).hasValue("" + chain.size());
        ReceiptVerifier.of(mesh.genesis()).verify(Receipt.parse(response.body().getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aDenialIsA200WithAReceipt() throws Exception {
        SignedCommand command = close();
        Receipt denied = mesh.receipt(command, new Decision.Rejected(Rejection.SESSION_UNKNOWN, "none"));
        replicas.forEach(replica -> replica.onCommand(_ -> TestReplica.Answer.ok(denied.toJson())));

        HttpResponse<String> response = post("/v1/things", command.jws().toArray());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("\"session-unknown\"");
    }

    @Test
    void withoutAQuorumTheAnswerIsUnknownAndSaysUntilWhen() throws Exception {
        SignedCommand command = close();
        replicas.forEach(replica -> replica.onCommand(c -> TestReplica.Answer.problem(
                Problem.of(503, "outcome-unknown", "No decision in time", "later")
                        .unknown(c.payload().commandId(), c.payload().notAfterMillis()))));

        HttpResponse<String> response = post("/v1/things", command.jws().toArray());
        isProblem(response, 503, "outcome-unknown");
        Problem problem = Problem.CODEC.decode(response.body().getBytes(StandardCharsets.UTF_8));
        assertThat(problem.outcome()).isEqualTo("UNKNOWN");
        assertThat(problem.commandId()).isEqualTo(command.payload().commandId());
        assertThat(problem.notAfterMillis()).isEqualTo(command.payload().notAfterMillis());
        assertThat(response.headers().firstValue("Retry-After")).isPresent();
    }

    @Test
    void whatTheReplicasRefuseKeepsItsStatus() throws Exception {
        for (int status : new int[] {409, 422, 429}) {
            replicas.forEach(replica -> replica.onCommand(
                    _ -> TestReplica.Answer.problem(Problem.of(status, "code-" + status, "refused", "why"))));
            HttpResponse<String> response = post("/v1/things", close().jws().toArray());
            assertThat(response.statusCode()).isEqualTo(status);
            assertThat(response.body()).contains("code-" + status);
            assertThat(response.headers().firstValue("Retry-After").isPresent()).isEqualTo(status == 429);
        }
    }

    @Test
    void theCommandReachesTheReplicaByteForByte() throws Exception {
        SignedCommand command = close();
        post("/v1/things", command.jws().toArray());
        assertThat(replicas.stream().flatMap(replica -> replica.received().stream()))
                .extracting(SignedCommand::jws)
                .contains(command.jws());
    }

    @Test
    void aCommandOfAnotherEndpointIsRefusedHere() throws Exception {
        SignedCommand command = alice.sign(
                new IdentityCommand.Revoke(alice.principal(), "test"), mesh.chainId());
        isProblem(post("/v1/things", command.jws().toArray()), 400, "wrong-command");
        assertThat(replicas.stream().flatMap(replica -> replica.received().stream())).doesNotContain(command);
    }

    @Test
    void whatIsNoCommandIsMalformed() throws Exception {
        isProblem(post("/v1/things", "not.a.command".getBytes(StandardCharsets.UTF_8)), 400, "malformed");
        isProblem(post("/v1/things", new byte[0]), 400, "malformed");
    }

    @Test
    void aBodyHasABoundWhetherItsLengthIsDeclaredOrNot() throws Exception {
        int bound = mesh.genesis().limits().commandBytes();
        isProblem(post("/v1/things", new byte[bound]), 400, "malformed");
        isProblem(post("/v1/things", new byte[bound + 1]), 413, "too-large");
        isProblem(chunked(bound), 400, "malformed");
        isProblem(chunked(bound + 1), 413, "too-large");
    }

    private HttpResponse<String> chunked(int bytes) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri("/v1/things"))
                .header("Content-Type", Wire.JOSE)
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[bytes])))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void aWriteThatIsNoSignedCommandIsRefusedByItsType() throws Exception {
        byte[] json = "{}".getBytes(StandardCharsets.UTF_8);
        isProblem(send("POST", "/v1/things", "application/json", json), 415, "unsupported-media-type");
        isProblem(send("PUT", "/v1/things", "text/plain", json), 415, "unsupported-media-type");
        isProblem(send("DELETE", "/v1/things/x", "no type at all", json), 415, "unsupported-media-type");
    }

    @Test
    void aReadNeedsATokenOfThisMeshThatIsValidNow() throws Exception {
        assertThat(read("/v1/things").statusCode()).isEqualTo(200);
        HttpResponse<String> none = get("/v1/things");
        isProblem(none, 401, "unauthenticated");
        assertThat(none.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
        isProblem(get("/v1/things", "Authorization", "Bearer nonsense"), 401, "unauthenticated");
        isProblem(get("/v1/things", "Authorization", "Bearer " + old()), 401, "unauthenticated");
        isProblem(get("/v1/things", "Authorization", "Bearer " + ofAnotherKey()), 401, "unauthenticated");
        isProblem(get("/v1/things?access_token=" + token()), 401, "unauthenticated");
    }

    private String old() {
        return ReadToken.of(
                        mesh.genesis(), TestMesh.principal("operator/ana"), Instant.now().minusSeconds(61),
                        Duration.ofSeconds(60))
                .sign(mesh.tokenKey());
    }

    private String ofAnotherKey() {
        return ReadToken.of(
                        mesh.genesis(), TestMesh.principal("operator/ana"), Instant.now(), Duration.ofSeconds(60))
                .sign(TestMesh.key(3));
    }

    @Test
    void aTokenWithoutTheScopeReadIsForbidden() throws Exception {
        Instant now = Instant.now();
        ReadToken real = ReadToken.of(mesh.genesis(), TestMesh.principal("operator/ana"), now, Duration.ofSeconds(60));
        String other = new ReadToken(real.iss(), real.sub(), real.aud(), real.iat(), real.exp(), "write")
                .sign(mesh.tokenKey());
        isProblem(get("/v1/things", "Authorization", "Bearer " + other), 403, "forbidden");
    }

    @Test
    void healthMetricsAndApiDocumentsAreOpenAndNothingElseIs() throws Exception {
        for (String open : new String[] {"/actuator/health", "/actuator/health/readiness", "/actuator/prometheus",
                "/actuator/info", "/v3/api-docs"}) {
            assertThat(get(open).statusCode()).as(open).isEqualTo(200);
        }
        for (String closed : new String[] {"/actuator/env", "/actuator", "/", "/error", "/v1/nothing"}) {
            isProblem(get(closed), 401, "unauthenticated");
        }
        isProblem(read("/actuator/env"), 403, "forbidden");
    }

    @Test
    void errorsOfEveryKindAreProblemsWithoutInnerDetails() throws Exception {
        isProblem(read("/v1/nothing"), 404, "not-found");
        isProblem(read("/v1/things/no-such-id-but-16byte"), 400, "malformed");
        isProblem(read("/v1/things/AAAAAAAAAAAAAAAAAAAAAA"), 404, "not-found");
        isProblem(read("/v1/things?limit=many"), 400, "malformed");
        isProblem(send("PUT", "/v1/things", Wire.JOSE, new byte[1]), 405, "method-not-allowed");
        HttpResponse<String> broken = read("/v1/broken");
        isProblem(broken, 500, "internal");
        assertThat(broken.body()).doesNotContain("secret detail");
    }

    @Test
    void whatTheContainerRefusesLeaksNothing() throws Exception {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), uri("/").getPort())) {
            socket.getOutputStream().write("GET /v1/things{} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 400").doesNotContain("Exception", "Tomcat", "java.");
        }
    }

    @Test
    void answersCarrySecurityHeadersAndNoCookie() throws Exception {
        HttpResponse<String> response = read("/v1/things");
        assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(response.headers().firstValue("X-Frame-Options")).hasValue("DENY");
        assertThat(response.headers().firstValue("Content-Security-Policy"))
                .hasValue("default-src 'none'; frame-ancestors 'none'");
        assertThat(response.headers().firstValue("Cache-Control")).hasValueSatisfying(v -> assertThat(v).contains("no-store"));
        assertThat(response.headers().map()).doesNotContainKeys("set-cookie", "server");
    }

    @Test
    void idsAreStringsInJsonInPathsAndInTheApiDocument() throws Exception {
        SignedCommand command = close();
        post("/v1/things", command.jws().toArray());
        String id = command.payload().commandId().toString();

        HttpResponse<String> one = read("/v1/things/" + id, Wire.MIN_HEIGHT, "" + chain.size());
        assertThat(one.body()).startsWith("{\"id\":\"" + id + "\",\"principal\":\"spiffe://mesh.example/service/alice\"");
        assertThat(read("/v1/things").body()).startsWith("{\"items\":[{\"id\":\"").contains(id);

        String document = get("/v3/api-docs").body();
        assertThat(document)
                .contains("\"application/jose\"", "\"" + Wire.RECEIPT + "\"", "\"session-unknown\"", Wire.MIN_HEIGHT)
                .contains("\"propertyName\":\"type\"", "\"accepted\":\"#/components/schemas/Accepted\"")
                .contains("\"required\":[\"height\",\"id\",\"principal\"]")
                .doesNotContain("\"unsafeArray\"", "\"unknownOutcome\"");
    }
}
