package dev.shieldwall.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shieldwall.client.http.Wire;
import dev.shieldwall.client.ledger.BlockStream;
import dev.shieldwall.client.ledger.CommandRef;
import dev.shieldwall.client.ledger.LedgerClient;
import dev.shieldwall.client.ledger.LedgerSettings;
import dev.shieldwall.client.ledger.NotDecided;
import dev.shieldwall.client.ledger.Outcome;
import dev.shieldwall.client.ledger.ReplicaExchange;
import dev.shieldwall.client.ledger.Resolution;
import dev.shieldwall.model.block.CertifiedBlock;
import dev.shieldwall.model.command.CommandJws;
import dev.shieldwall.model.command.SignedCommand;
import dev.shieldwall.model.decision.CommandId;
import dev.shieldwall.model.identity.PrincipalId;
import dev.shieldwall.model.proof.StateKey;
import dev.shieldwall.model.receipt.Receipt;
import dev.shieldwall.replica.host.Callers;
import dev.shieldwall.replica.store.Database;
import dev.shieldwall.service.mesh.OpenApiSnapshot;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ReplicaApplicationTest {

    @TempDir
    static Path folder;

    private static Database database;
    private static LocalReplicas replicas;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @BeforeAll
    static void startReplicas() throws Exception {
        database = new Database(folder.resolve("db"));
        replicas = new LocalReplicas(folder, database);
        replicas.startAll();
    }

    @AfterAll
    static void stopReplicas() throws Exception {
        replicas.close();
        database.close();
    }

    @Test
    void aCommandPostedToAReplicaIsAnsweredWithAReceiptThatVerifies() throws Exception {
        Outcome outcome = ledger().submit(command());
        assertThat(outcome).isInstanceOf(Outcome.Decided.class);
    }

    @Test
    void theApiIsTheOneInTheRepository() throws Exception {
        HttpResponse<String> document = HTTP.send(
                HttpRequest.newBuilder(replicas.uri(0, "/v3/api-docs")).build(), HttpResponse.BodyHandlers.ofString());
        OpenApiSnapshot.check(document.body(), "consensus");
    }

    @Test
    void theSameCommandAgainGetsTheSameReceipt() throws Exception {
        byte[] jws = replicas.callers().session();
        HttpResponse<byte[]> first = post(0, jws);
        HttpResponse<byte[]> again = post(2, jws);
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.headers().firstValue("Content-Type")).hasValue(Wire.RECEIPT);
        assertThat(first.headers().firstValue(Wire.HEIGHT)).isPresent();
        assertThat(first.headers().firstValue(Wire.PRIMARY)).isPresent();
        // The certificates may be of other signers; everything that is decided is the same.
        assertThat(new String(again.body()).split("\"certificate\"")[0])
                .isEqualTo(new String(first.body()).split("\"certificate\"")[0]);
    }

    @Test
    void whatIsNoCommandIsAProblemAndNeverADecision() throws Exception {
        assertThat(post(0, "nonsense".getBytes()).statusCode()).isEqualTo(400);
        assertThat(post(0, new byte[70_000]).statusCode()).isEqualTo(413);
        HttpResponse<String> wrongType = HTTP.send(
                HttpRequest.newBuilder(replicas.uri(0, "/v1/commands"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(wrongType.statusCode()).isEqualTo(415);
        assertThat(wrongType.headers().firstValue("Content-Type")).hasValue(Wire.PROBLEM);
        byte[] expired = replicas.callers().sessionUntil(System.currentTimeMillis() - 1_000);
        assertThat(post(1, expired).statusCode()).isEqualTo(422);
    }

    @Test
    void followersGetEveryBlockWithItsCertificate() throws Exception {
        ledger().submit(command());
        try (BlockStream stream = ledger().blocks(1, replicas.genesis().chainId())) {
            for (long height = 1; height <= 2; height++) {
                CertifiedBlock block = stream.next();
                assertThat(block.header().height()).isEqualTo(height);
            }
        }
        assertThat(get(3, "/v1/blocks/1").statusCode()).isEqualTo(200);
        assertThat(get(3, "/v1/blocks/999999").statusCode()).isEqualTo(404);
        assertThat(get(3, "/v1/blocks?from=0").statusCode()).isEqualTo(400);
    }

    @Test
    void aDecisionIsFoundByItsCommandIdAndAnUnknownOneIsProvenAbsent() throws Exception {
        SignedCommand decided = command();
        ledger().submit(decided);
        assertThat(ledger().resolve(CommandRef.of(decided))).isInstanceOf(Resolution.Decided.class);
        assertThat(get(1, "/v1/decisions/" + decided.payload().commandId() + "?principal="
                        + decided.payload().principal()).statusCode())
                .isEqualTo(200);

        SignedCommand never = command();
        HttpResponse<byte[]> absent = get(1, CommandRef.of(never).decisionPath());
        assertThat(absent.statusCode()).isEqualTo(404);
        NotDecided proof = NotDecided.CODEC.decode(absent.body());
        assertThat(proof.absence().verify(
                        proof.header().stateRoot(),
                        StateKey.usedCommand(never.payload().principal(), never.payload().commandId())))
                .isEmpty();
    }

    @Test
    void aCommandIdThatTwoPrincipalsDrewIsAnsweredForTheOneThatIsNamed() throws Exception {
        Callers callers = replicas.callers();
        PrincipalId copycat = new PrincipalId("spiffe://mesh.example/service/copycat");
        byte[] first = callers.session();
        CommandId id = CommandJws.parse(first, 65_536).payload().commandId();
        assertThat(post(0, first).statusCode()).isEqualTo(200);
        awaitStored("/v1/decisions/" + id);
        assertThat(post(0, callers.register(copycat)).statusCode()).isEqualTo(200);
        assertThat(post(0, callers.sign(copycat, Callers.close(), id)).statusCode()).isEqualTo(200);
        awaitStored("/v1/decisions/" + id + "?principal=" + copycat);

        for (PrincipalId principal : List.of(Callers.OPERATOR, copycat)) {
            HttpResponse<byte[]> named = get(0, "/v1/decisions/" + id + "?principal=" + principal);
            assertThat(Receipt.parse(named.body()).result().principal()).isEqualTo(principal);
        }
        HttpResponse<byte[]> unnamed = get(0, "/v1/decisions/" + id);
        assertThat(unnamed.statusCode()).isEqualTo(409);
        assertThat(new String(unnamed.body())).contains("ambiguous");
    }

    /** The index is written behind the decision. */
    private static void awaitStored(String path) throws Exception {
        long height = replicas.newestHeight(0);
        for (int i = 0; i < 1_000 && replicas.storedHeight(0) < height; i++) {
            Thread.sleep(10);
        }
        assertThat(get(0, path).statusCode()).isEqualTo(200);
    }

    @Test
    void aReplicaListensOnTheLoopbackAddressOnlyUnlessToldOtherwise() {
        URI everywhere = URI.create("http://127.0.0.2:" + replicas.uri(0, "").getPort() + "/v1/replica-set");
        assertThatThrownBy(() ->
                        HTTP.send(HttpRequest.newBuilder(everywhere).build(), HttpResponse.BodyHandlers.ofString()))
                .isInstanceOf(ConnectException.class);
    }

    @Test
    @Timeout(60)
    void whoHoldsEveryStreamThereIsKeepsNoFollowerOut() throws Exception {
        ledger().submit(command());
        List<InputStream> held = new ArrayList<>();
        try {
            for (int i = 0; i < 200; i++) {
                HttpResponse<InputStream> hostile = HTTP.send(
                        HttpRequest.newBuilder(replicas.uri(0, "/v1/blocks?from=1")).build(),
                        HttpResponse.BodyHandlers.ofInputStream());
                held.add(hostile.body());
            }
            LedgerSettings onlyThis = new LedgerSettings(
                    List.of(replicas.uri(0, "")), Duration.ofSeconds(2), Duration.ofSeconds(8), Duration.ofSeconds(20));
            var follower = new LedgerClient(replicas.genesis(), onlyThis, HTTP, ReplicaExchange.over(HTTP));
            try (BlockStream stream = follower.blocks(1, replicas.genesis().chainId())) {
                assertThat(stream.next().header().height()).isEqualTo(1);
            }
            assertThat(follower.replicas().getFirst().failed()).as("the first attempt").isZero();
        } finally {
            for (InputStream one : held) {
                one.close();
            }
        }
    }

    /** Each of 127.0.0.0/8 is an address that a local user may send from. */
    @Test
    @Timeout(60)
    void whoHasManyLoopbackAddressesTakesTheStreamsFromItselfAndLeavesTheirConnections() throws Exception {
        List<Socket> greedy = new ArrayList<>();
        List<Socket> followers = new ArrayList<>();
        try {
            for (int i = 0; i < 126; i++) {
                greedy.add(endlessStream("127.0.1." + (1 + i)));
            }
            followers.add(endlessStream("127.0.0.1"));
            followers.add(endlessStream("127.0.0.1"));
            for (int i = 0; i < 100; i++) {
                greedy.add(endlessStream("127.0.2." + (1 + i)));
            }
            for (Socket gaveWay : greedy.subList(0, 100)) {
                gaveWay.setSoTimeout(10_000);
                gaveWay.getInputStream().transferTo(OutputStream.nullOutputStream());
            }
            for (Socket follower : followers) {
                follower.setSoTimeout(1);
                assertThatThrownBy(() -> follower.getInputStream().transferTo(OutputStream.nullOutputStream()))
                        .as("it is still open").isInstanceOf(SocketTimeoutException.class);
            }
        } finally {
            for (Socket socket : greedy) {
                socket.close();
            }
            for (Socket socket : followers) {
                socket.close();
            }
        }
    }

    /** A stream that waits for a block which does not come, once its answer has begun. */
    private static Socket endlessStream(String from) throws Exception {
        Socket socket = new Socket("127.0.0.1", replicas.uri(0, "").getPort(), InetAddress.getByName(from), 0);
        socket.getOutputStream()
                .write("GET /v1/blocks?from=999999 HTTP/1.1\r\nHost: replica\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        assertThat((char) socket.getInputStream().read()).isEqualTo('H');
        return socket;
    }

    @Test
    void statusHealthMetricsAndTheApiDocumentAreThere() throws Exception {
        ledger().submit(command());
        String status = new String(get(2, "/v1/consensus/status").body());
        assertThat(status).contains("\"replica\":2").containsPattern("\"role\":\"(primary|backup)\"")
                .doesNotContain("noProgress");
        assertThat(new String(get(0, "/v1/replica-set").body())).contains("possession");
        assertThat(get(0, "/actuator/health/readiness").statusCode()).isEqualTo(200);
        assertThat(new String(get(0, "/actuator/health").body()))
                .contains("\"role\"", "\"Ed25519\":\"accp\"", "\"sha-256\":\"SUN\"")
                .containsPattern("\"notUsedYet\":\\[[^]]*\"argon2id\"");
        assertThat(new String(get(0, "/actuator/prometheus").body()))
                .contains("shieldwall_replica_height", "shieldwall_replica_stream_defects_total");
        assertThat(new String(get(0, "/v3/api-docs").body())).contains("/v1/commands");
    }

    private static SignedCommand command() throws Exception {
        return CommandJws.parse(replicas.callers().session(), 65_536);
    }

    private static LedgerClient ledger() throws Exception {
        LedgerSettings settings = new LedgerSettings(
                replicas.uris(), Duration.ofSeconds(2), Duration.ofSeconds(8), Duration.ofSeconds(20));
        return new LedgerClient(replicas.genesis(), settings, HTTP, ReplicaExchange.over(HTTP));
    }

    private static HttpResponse<byte[]> post(int replica, byte[] jws) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(replicas.uri(replica, "/v1/commands"))
                        .header("Content-Type", Wire.JOSE)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(jws))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    private static HttpResponse<byte[]> get(int replica, String path) throws Exception {
        URI uri = replicas.uri(replica, path);
        return HTTP.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofByteArray());
    }
}
