package dev.shieldwall.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.client.ClientSettings;
import dev.shieldwall.client.ShieldwallClient;
import dev.shieldwall.client.channel.ChannelExchange;
import dev.shieldwall.client.channel.PostDialer;
import dev.shieldwall.client.channel.WebSocketDialer;
import dev.shieldwall.client.http.GatewayExchange;
import dev.shieldwall.client.http.GatewayRequest;
import dev.shieldwall.client.ledger.BlockStream;
import dev.shieldwall.client.ledger.CommandRef;
import dev.shieldwall.client.ledger.LedgerClient;
import dev.shieldwall.client.ledger.LedgerSettings;
import dev.shieldwall.client.ledger.Outcome;
import dev.shieldwall.client.ledger.ReplicaExchange;
import dev.shieldwall.client.ledger.Resolution;
import dev.shieldwall.client.signing.ReadToken;
import dev.shieldwall.crypto.keystore.KeyFiles;
import dev.shieldwall.crypto.signature.Ed25519Signer;
import dev.shieldwall.launcher.command.Command;
import dev.shieldwall.launcher.command.Invocation;
import dev.shieldwall.launcher.command.ResetCommand;
import dev.shieldwall.launcher.command.VerifyCommand;
import dev.shieldwall.launcher.demo.Demo;
import dev.shieldwall.launcher.demo.DemoMesh;
import dev.shieldwall.launcher.mesh.ChannelIdentities;
import dev.shieldwall.launcher.process.ProcessStatus;
import dev.shieldwall.model.audit.AuditReport;
import dev.shieldwall.model.block.CertificateRejectedException;
import dev.shieldwall.model.block.CertifiedBlock;
import dev.shieldwall.model.codec.JsonCodec;
import dev.shieldwall.model.command.SignedCommand;
import dev.shieldwall.model.decision.Decision;
import dev.shieldwall.model.genesis.Genesis;
import dev.shieldwall.model.identity.PrincipalId;
import dev.shieldwall.model.receipt.Receipt;
import dev.shieldwall.model.receipt.ReceiptVerifier;
import dev.shieldwall.transport.channel.core.ComponentName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** The whole mesh as a user has it: real processes, real PostgreSQL, real sockets, and faults that are caused. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MeshAcceptanceTest {

    private static final JsonCodec<AuditReport> AUDIT_REPORT = JsonCodec.of(AuditReport.class);
    private static final JsonMapper JSON = new JsonMapper();
    private static final Path EXAMPLES = Path.of("..", "examples");
    private static final Duration RECOVERY = Duration.ofSeconds(60);
    private static final int CALLERS = 6;

    @TempDir
    static Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private ScratchMesh mesh;
    private Genesis genesis;
    private Supplier<String> token;
    private ShieldwallClient client;
    private LedgerClient ledger;
    private List<Caller> callers;

    @BeforeAll
    void startTheMesh() throws Exception {
        Optional<Path> dist = ReactorPrograms.layOut(folder.resolve("dist"));
        Assumptions.assumeTrue(dist.isPresent(), "the programs are not packaged: run ./shieldwall test");
        mesh = ScratchMesh.start(dist, System.out);
        genesis = mesh.genesis().read();
        var tokenKey = new Ed25519Signer(KeyFiles.readPrivate(mesh.genesis().tokenKeyFile()));
        token = () -> ReadToken.of(genesis, genesis.operators().getFirst().id(), Instant.now(), ReadToken.MAX_LIFETIME)
                .sign(tokenKey);
        client = client(GatewayExchange.over(http, mesh.gateway("/")));
        var urls = new ArrayList<URI>();
        for (int i = 0; i < genesis.replicaSet().size(); i++) {
            urls.add(mesh.replica(i, "/"));
        }
        ledger = new LedgerClient(genesis, LedgerSettings.of(urls), http, ReplicaExchange.over(http));
        var source = new Callers(new Endpoint(mesh.replica(0, "/v1/commands"), ReceiptVerifier.of(genesis)),
                mesh.genesis());
        callers = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            callers.add(source.make("acceptance-" + i));
        }
    }

    private ShieldwallClient client(GatewayExchange exchange) throws CertificateRejectedException, IOException {
        return new ShieldwallClient(exchange, ClientSettings.of(mesh.gateway("/")), genesis, token);
    }

    @AfterAll
    void stopTheMesh() {
        if (mesh != null) {
            mesh.close();
        }
        http.close();
    }

    @Test
    @Order(1)
    void theStoryOfTheReferenceDocumentRuns() throws Exception {
        var text = new ByteArrayOutputStream();
        Path receipt = folder.resolve("receipt.json");
        new Demo(new DemoMesh(mesh.data()), EXAMPLES, receipt, new PrintStream(text, true, StandardCharsets.UTF_8)).run();
        assertThat(text.toString(StandardCharsets.UTF_8))
                .contains("granted: compute-execute", "VALID", "decided", "is back at height", "check names it");
        assertThat(verify(receipt)).contains("GENUINE");
    }

    @Test
    @Order(2)
    void theStoryRunsAgainOnTheSameData() throws Exception {
        new Demo(new DemoMesh(mesh.data()), EXAMPLES, folder.resolve("again.json"), System.out).run();
    }

    @Test
    @Order(3)
    void killOfThePrimaryUnderLoadLosesNothing() throws Exception {
        String primary = mesh.primary();
        losesNothing(() -> killAndStart(primary));
    }

    @Test
    @Order(4)
    void killOfABackupUnderLoadLosesNothing() throws Exception {
        String backup = mesh.primary().equals("replica-3") ? "replica-2" : "replica-3";
        losesNothing(() -> killAndStart(backup));
    }

    @Test
    @Order(5)
    void killOfTheServicesUnderLoadLosesNothing() throws Exception {
        losesNothing(() -> killAndStart("services"));
    }

    @Test
    @Order(6)
    void killOfPostgresUnderLoadLosesNothing() throws Exception {
        losesNothing(() -> killAndStart("postgres"));
    }

    @Test
    @Order(7)
    void withTwoReplicasDownTheOutcomeIsUnknownAndReadsGoOn() throws Exception {
        mesh.kill("replica-2");
        mesh.kill("replica-3");
        SignedCommand command = callers.getFirst().critical();
        HttpResponse<String> answer = post(command);
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("UNKNOWN", command.payload().commandId().toString()).doesNotContain("denied");
        assertThat(client.read("/v1/audit/check", AUDIT_REPORT).intact()).isTrue();
        mesh.start("replica-2");
        awaitTrue(() -> mesh.status().stream()
                .anyMatch(process -> process.name().equals("replica-2")
                        && process.state() == ProcessStatus.State.HEALTHY));
        awaitTrue(() -> client.resolve(CommandRef.of(command)) instanceof Resolution.Decided);
        mesh.start("replica-3");
        awaitTrue(this::allHealthy);
        assertThat(client.submit(callers.getFirst().critical())).isInstanceOf(Outcome.Decided.class);
    }

    @Test
    @Order(8)
    void swaggerUiReadsTheHealthThroughTheGateway() throws Exception {
        SwaggerPage.readsHealth(mesh.gateway("/swagger-ui.html"));
    }

    /** Commands, receipts and reads, over both carriers; and a key that is not on the list gets nothing. */
    @Test
    @Order(8)
    void everyCallOfTheClientGoesThroughAChannel() throws Exception {
        var identities = new ChannelIdentities(mesh.data().channels());
        var name = new ComponentName("acceptance");
        identities.admit(name);
        for (ChannelExchange.Dialer dialer : List.of(
                new WebSocketDialer(http, mesh.gateway("/"), RECOVERY), new PostDialer(http, mesh.gateway("/"), RECOVERY))) {
            try (var exchange = new ChannelExchange(identities.client(name), ChannelIdentities.GATEWAY, dialer)) {
                awaitTrue(() -> isOpened(exchange));
                ShieldwallClient inside = client(exchange);
                Outcome outcome = inside.submit(callers.getFirst().critical());
                assertThat(outcome).isInstanceOf(Outcome.Decided.class);
                PrincipalId principal = ((Outcome.Decided) outcome).receipt().result().principal();
                assertThat(inside.identity(principal).id()).isEqualTo(principal);
            }
        }
        try (var exchange = new ChannelExchange(identities.client(ChannelIdentities.GATEWAY), ChannelIdentities.GATEWAY,
                new WebSocketDialer(http, mesh.gateway("/"), RECOVERY))) {
            assertThat(isOpened(exchange)).isFalse();
        }
    }

    private static boolean isOpened(ChannelExchange exchange) throws IOException, InterruptedException {
        try {
            return exchange.exchange(GatewayRequest.get("/v1/health", Map.of(), RECOVERY)).status() == 200;
        } catch (ConnectException e) {
            Thread.sleep(1_000); // ten failures would lock all of loopback out
            return false;
        }
    }

    @Test
    @Order(9)
    void theCommandsOfTheReadmeDoWhatItSays() throws Exception {
        var commands = new ReadmeCommands(Files.createDirectory(folder.resolve("newcomer")));
        var run = commands.run(ReadmeCommands.block("Ten minutes by hand"), mesh, folder.resolve("dist"));
        assertThat(run.exit()).as(run.toString()).isZero();
        assertThat(run.answers()).extracting(ReadmeCommands.HttpAnswer::status).containsExactly(200, 200, 200, 200, 200);
        Receipt receipt = Receipt.parse(run.answers().getFirst().body().getBytes(StandardCharsets.UTF_8));
        ReceiptVerifier.of(genesis).verify(receipt);
        assertThat(receipt.result().decision()).isEqualTo(new Decision.Accepted());
        assertThat(receipt.result().principal().value()).isEqualTo("spiffe://mesh.local/service/mine");
        var answers = run.answers().stream().map(answer -> JSON.readTree(answer.body())).toList();
        assertThat(answers.get(1).path("id").asString("")).isEqualTo("spiffe://mesh.local/service/mine");
        assertThat(answers.get(1).path("status").asString("")).isEqualTo("active");
        assertThat(answers.get(2).path("status").asString("")).isEqualTo("up");
        assertThat(answers.get(3).path("items").size()).isEqualTo(5);
        assertThat(answers.get(4).path("intact").asBoolean(false)).isTrue();
        assertThat(run.output()).as("through a channel").contains("\"items\":[{");
        assertThat(run.output().split("GENUINE: decided by", -1)).as("verified twice: " + run.output()).hasSize(3);
    }

    @Test
    @Order(10)
    void afterAKillOfTheSupervisorUpTakesOverAndStartsNothingTwice() throws Exception {
        var before = MeshProcesses.of(mesh);
        long height = decidedHeight();
        before.kill("supervisor");
        assertThat(before.living()).as("the others live without it").hasSize(before.byName().size() - 1);

        mesh.up();
        var after = MeshProcesses.of(mesh);
        assertThat(after.named("postgres")).as("taken over").isEqualTo(before.named("postgres"));
        assertThat(before.living()).as("of the old ones").containsExactly("postgres");
        assertThat(MeshProcesses.running(mesh.data(), genesis.replicaSet().size()))
                .hasSize(after.byName().size())
                .allSatisfy((name, count) -> assertThat(count).as(name).isEqualTo(1));
        assertThat(decidedHeight()).isGreaterThan(height);
    }

    @Test
    @Order(11)
    void downEndsByForceWhatDoesNotEndInTime() throws Exception {
        var processes = MeshProcesses.of(mesh);
        processes.freeze("replica-1");
        mesh.down();
        assertThat(processes.living()).isEmpty();
        assertThat(mesh.data().log("supervisor")).content()
                .contains("replica-1 did not end in time")
                .doesNotContain("postgres did not end in time");
    }

    /** Names every part that a mesh has made by now, so that none is forgotten when it is deleted. */
    @Test
    @Order(12)
    void resetLeavesThePrograms() throws Exception {
        var text = new ByteArrayOutputStream();
        var invocation = new Invocation("reset", List.of("--yes"), mesh.data(), OptionalInt.empty(), Optional.empty(),
                new PrintStream(text, true, StandardCharsets.UTF_8));
        assertThat(new ResetCommand().run(invocation)).isEqualTo(Command.OK);
        assertThat(text.toString(StandardCharsets.UTF_8)).contains("deleted").doesNotContain("kept");
        try (Stream<Path> left = Files.list(mesh.data().root())) {
            assertThat(left).containsExactlyInAnyOrder(mesh.data().dist(), mesh.data().lock());
        }
    }

    private long decidedHeight() throws Exception {
        var outcome = client.submit(callers.getFirst().critical());
        assertThat(outcome).isInstanceOf(Outcome.Decided.class);
        return ((Outcome.Decided) outcome).receipt().header().height();
    }

    private void losesNothing(Callable<Void> fault) throws Exception {
        var books = new Ledgerkeeper(client, callers);
        books.begin();
        awaitTrue(() -> books.acknowledgedSoFar() > 50);
        fault.call();
        int before = books.acknowledgedSoFar();
        awaitTrue(() -> books.acknowledgedSoFar() > before + 50);
        books.end();
        awaitTrue(this::allHealthy);
        awaitTrue(books::unknownIsResolved);
        List<CertifiedBlock> chain = chain();
        books.compareWith(chain);
        requireNoProjectionGap(chain);
    }

    private Void killAndStart(String process) throws Exception {
        mesh.kill(process);
        Thread.sleep(Duration.ofSeconds(2));
        mesh.start(process);
        return null;
    }

    /** The chain from genesis, every certificate, root and parent verified by the stream. */
    private List<CertifiedBlock> chain() throws Exception {
        SignedCommand last = callers.getFirst().critical();
        long height = ((Outcome.Decided) ledger.submit(last)).receipt().header().height();
        var chain = new ArrayList<CertifiedBlock>();
        try (BlockStream stream = ledger.blocks(1, genesis.chainId())) {
            while (chain.size() < height) {
                chain.add(stream.next());
            }
        }
        return chain;
    }

    private void requireNoProjectionGap(List<CertifiedBlock> chain) throws Exception {
        long commands = chain.getLast().header().auditSize();
        awaitTrue(() -> client.read("/v1/audit/check", AUDIT_REPORT).size() >= commands);
        for (Long from = 0L; from != null; ) {
            AuditReport report = client.read("/v1/audit/check?from=" + from, AUDIT_REPORT);
            assertThat(report.intact()).as(report.differences().toString()).isTrue();
            from = report.next();
        }
    }

    private boolean allHealthy() throws IOException {
        return mesh.status().stream().allMatch(process -> process.state() == ProcessStatus.State.HEALTHY);
    }

    private HttpResponse<String> post(SignedCommand command) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(mesh.gateway("/v1/authorizations"))
                .timeout(Duration.ofSeconds(40))
                .header("Content-Type", "application/jose")
                .POST(HttpRequest.BodyPublishers.ofByteArray(command.jws().unsafeArray()))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private String verify(Path receipt) throws IOException {
        var text = new ByteArrayOutputStream();
        var invocation = new Invocation("verify", List.of(receipt.toString()), mesh.data(), OptionalInt.empty(),
                Optional.empty(), new PrintStream(text, true, StandardCharsets.UTF_8));
        assertThat(new VerifyCommand().run(invocation)).isEqualTo(Command.OK);
        return text.toString(StandardCharsets.UTF_8);
    }

    private static void awaitTrue(Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + RECOVERY.toNanos();
        Exception last = null;
        while (System.nanoTime() < end) {
            try {
                if (condition.call()) {
                    return;
                }
            } catch (IOException | IllegalStateException e) {
                last = e; // a part of the mesh is away; asked again
            }
            Thread.sleep(Duration.ofMillis(200));
        }
        throw new AssertionError("not within " + RECOVERY.toSeconds() + " s", last);
    }
}
