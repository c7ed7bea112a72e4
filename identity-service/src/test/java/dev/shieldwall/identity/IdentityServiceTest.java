package dev.shieldwall.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.client.ApiPaths;
import dev.shieldwall.client.TestMesh;
import dev.shieldwall.client.http.Problem;
import dev.shieldwall.client.http.Wire;
import dev.shieldwall.model.decision.Decision;
import dev.shieldwall.model.identity.Identity;
import dev.shieldwall.model.identity.IdentityPage;
import dev.shieldwall.model.identity.IdentityStatus;
import dev.shieldwall.model.receipt.Receipt;
import dev.shieldwall.model.receipt.ReceiptVerifier;
import dev.shieldwall.service.mesh.LedgerReplicas;
import dev.shieldwall.service.mesh.RunningService;
import dev.shieldwall.service.mesh.Scenario;
import java.net.http.HttpResponse;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class IdentityServiceTest {

    private static LedgerReplicas replicas;
    private static RunningService service;

    @BeforeAll
    static void start() {
        replicas = LedgerReplicas.start();
        service = RunningService.start(IdentityApplication::builder, replicas);
    }

    @AfterAll
    static void stop() {
        service.close();
        replicas.close();
    }

    private static Scenario scenario(String name) {
        return new Scenario(replicas.chain().mesh(), name);
    }

    @Test
    void aRegistrationAnswersWithAReceiptThatVerifiesAndIsReadAtItsHeight() throws Exception {
        Scenario scenario = scenario("trading-001");

        HttpResponse<String> answer = service.send(scenario.register());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains(Wire.RECEIPT);
        Receipt receipt = RunningService.parse(answer.body(), Receipt.class);
        ReceiptVerifier.of(replicas.chain().mesh().genesis()).verify(receipt);
        String height = Long.toString(receipt.header().height());
        assertThat(answer.headers().firstValue(Wire.HEIGHT)).contains(height);
        HttpResponse<String> read =
                service.read(ApiPaths.identity(scenario.service().principal()), Wire.MIN_HEIGHT, height);
        assertThat(read.statusCode()).as(read.body()).isEqualTo(200);
        Identity identity = RunningService.parse(read.body(), Identity.class);
        assertThat(identity.id()).isEqualTo(scenario.service().principal());
        assertThat(identity.status()).isEqualTo(IdentityStatus.ACTIVE);
        assertThat(identity.registeredAtHeight()).isEqualTo(receipt.header().height());
        assertThat(Long.parseLong(read.headers().firstValue(Wire.HEIGHT).orElseThrow()))
                .isGreaterThanOrEqualTo(receipt.header().height());
    }

    @Test
    void aRevokedIdentityIsShownAsRevokedAndListedOnlyAmongThose() throws Exception {
        Scenario scenario = scenario("revoked");
        service.decide(scenario.register());
        service.decide(scenario.revokeIdentity());

        Identity identity = service.read(ApiPaths.identity(scenario.service().principal()), Identity.class);
        String id = "&id=" + scenario.service().principal();

        assertThat(identity.status()).isEqualTo(IdentityStatus.REVOKED);
        assertThat(identity.revocationReason()).isEqualTo("it was tested");
        assertThat(service.read("/v1/identities?status=revoked" + id, IdentityPage.class).items())
                .containsExactly(identity);
        assertThat(service.read("/v1/identities?status=active" + id, IdentityPage.class).items()).isEmpty();
    }

    @Test
    void aDenialIsAnAnswerWithAReceiptAndChangesNothing() throws Exception {
        Scenario scenario = scenario("twice");
        service.decide(scenario.register());
        Identity before = service.read(ApiPaths.identity(scenario.service().principal()), Identity.class);

        Receipt denied = service.decide(scenario.register());

        assertThat(denied.result().decision()).isInstanceOf(Decision.Rejected.class);
        assertThat(service.read(ApiPaths.identity(scenario.service().principal()), Identity.class)).isEqualTo(before);
    }

    @Test
    void pagesHoldEveryIdentityOnceWhateverTheirSize() throws Exception {
        for (int i = 0; i < 7; i++) {
            service.decide(scenario("page-" + i).register());
        }
        int all = service.read("/v1/identities?limit=200", IdentityPage.class).items().size();

        Set<Object> seen = new HashSet<>();
        int pages = 0;
        String next = "";
        do {
            IdentityPage page = service.read("/v1/identities?limit=3" + next, IdentityPage.class);
            page.items().forEach(identity -> assertThat(seen.add(identity.id())).isTrue());
            pages++;
            next = cursor(page.next());
        } while (!next.isEmpty());

        assertThat(seen).hasSize(all);
        assertThat(pages).isEqualTo((all + 2) / 3);
    }

    private static String cursor(@Nullable String next) {
        return next == null ? "" : "&cursor=" + next;
    }

    @Test
    void aPathForAnotherIdentityThanTheCommandIsRefusedBeforeAnythingIsDecided() throws Exception {
        Scenario scenario = scenario("addressed");
        long before = replicas.chain().height();

        HttpResponse<String> answer = service.send("POST",
                ApiPaths.identity(TestMesh.principal("service/somebody-else")) + "/revocation",
                scenario.revokeIdentity().jws().toArray());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(RunningService.parse(answer.body(), Problem.class).code()).isEqualTo("wrong-command");
        assertThat(replicas.chain().height()).isEqualTo(before);
    }

    @Test
    void whatIsNoCommandOrNoIdIsAProblem() throws Exception {
        assertProblem(service.send("POST", "/v1/identities", "not a jws".getBytes()), 400, "malformed");
        assertProblem(service.send("POST", "/v1/identities", scenario("x").revokeIdentity().jws().toArray()), 400,
                "wrong-command");
        assertProblem(service.read("/v1/identities/c3BpZmZl"), 400, "malformed");
        assertProblem(service.read("/v1/identities/%2e%2e"), 400, "malformed");
        assertProblem(service.read("/v1/identities?limit=201"), 400, "malformed");
        assertProblem(service.read("/v1/identities?status=gone"), 400, "malformed");
        assertProblem(service.read("/v1/identities?cursor=x"), 400, "malformed");
        assertProblem(service.read(ApiPaths.identity(TestMesh.principal("service/nobody"))), 404, "not-found");
        assertProblem(service.get("/v1/identities"), 401, "unauthenticated");
    }

    private static void assertProblem(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains(Wire.PROBLEM);
        assertThat(RunningService.parse(answer.body(), Problem.class).code()).isEqualTo(code);
    }

    @Test
    void noQuorumIsUnknownAndReadsGoOn() throws Exception {
        LedgerReplicas own = LedgerReplicas.start();
        try (own; RunningService alone = RunningService.start(IdentityApplication::builder, own)) {
            Scenario scenario = new Scenario(own.chain().mesh(), "lonely");
            alone.decide(scenario.register());
            own.stop();

            HttpResponse<String> answer = alone.send(scenario.revokeIdentity());

            assertThat(answer.statusCode()).isEqualTo(503);
            Problem problem = RunningService.parse(answer.body(), Problem.class);
            assertThat(problem.outcome()).isEqualTo(Problem.UNKNOWN);
            assertThat(problem.commandId()).isNotNull();
            assertThat(alone.read(ApiPaths.identity(scenario.service().principal()), Identity.class).isActive())
                    .isTrue();
        }
    }
}
