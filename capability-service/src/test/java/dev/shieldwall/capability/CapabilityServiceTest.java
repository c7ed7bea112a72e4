package dev.shieldwall.capability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.client.http.Problem;
import dev.shieldwall.model.block.CertifiedBlock;
import dev.shieldwall.model.capability.Capability;
import dev.shieldwall.model.capability.CapabilityId;
import dev.shieldwall.model.capability.CapabilityPage;
import dev.shieldwall.model.capability.RiskLevel;
import dev.shieldwall.model.command.SignedCommand;
import dev.shieldwall.model.decision.Authorization;
import dev.shieldwall.model.decision.AuthorizationPage;
import dev.shieldwall.model.decision.Decision;
import dev.shieldwall.model.decision.Rejection;
import dev.shieldwall.model.identity.PrincipalId;
import dev.shieldwall.model.receipt.Receipt;
import dev.shieldwall.model.session.SessionId;
import dev.shieldwall.service.mesh.LedgerReplicas;
import dev.shieldwall.service.mesh.RunningService;
import dev.shieldwall.service.mesh.Scenario;
import dev.shieldwall.service.mesh.SqlLog;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CapabilityServiceTest {

    private static LedgerReplicas replicas;
    private static RunningService service;
    private static Scenario scenario;
    private static SessionId session;
    private static CapabilityId capability;

    @BeforeAll
    static void start() {
        replicas = LedgerReplicas.start();
        service = RunningService.start(() -> CapabilityApplication.builder().sources(SqlLog.class), replicas);
        scenario = new Scenario(replicas.chain().mesh(), "worker");
        session = scenario.newSessionId();
        capability = scenario.newCapabilityId();
        replicas.chain().commit(scenario.register());
        replicas.chain().commit(scenario.establish(session), scenario.grant(capability));
    }

    @AfterAll
    static void stop() {
        service.close();
        replicas.close();
    }

    @Test
    void aGrantIsShownAndARevocationTakesItBack() throws Exception {
        CapabilityId id = scenario.newCapabilityId();
        service.decide(scenario.grant(id));
        Capability granted = service.read("/v1/capabilities/" + id, Capability.class);
        Receipt revoked = service.decide(scenario.revokeCapability(id));
        Capability ended = service.read("/v1/capabilities/" + id, Capability.class);

        assertThat(granted.holder()).isEqualTo(scenario.service().principal());
        assertThat(granted.isRevoked()).isFalse();
        assertThat(ended.revokedAtHeight()).isEqualTo(revoked.header().height());
        assertThat(ended.revocationReason()).isEqualTo("no longer needed");
        String own = "/v1/capabilities?holder=" + scenario.service().principal();
        assertThat(service.read(own + "&revoked=true", CapabilityPage.class).items()).contains(ended);
        assertThat(service.read(own + "&revoked=false", CapabilityPage.class).items()).doesNotContain(ended);
    }

    @Test
    void aGrantedOperationShowsItsPriceAndPlace() throws Exception {
        SignedCommand command = scenario.authorize(session, "write");

        Receipt receipt = service.decide(command);
        Authorization shown =
                service.read("/v1/authorizations/" + command.payload().commandId(), Authorization.class);

        assertThat(receipt.result().decision()).isInstanceOf(Decision.Granted.class);
        assertThat(shown.decision()).isEqualTo(receipt.result().decision());
        assertThat(shown.price()).isEqualTo(RiskLevel.CRITICAL);
        assertThat(shown.approversRequired()).isZero();
        assertThat(shown.consensusRequired()).isTrue();
        assertThat(shown.height()).isEqualTo(receipt.header().height());
        assertThat(shown.consensusId()).isEqualTo(receipt.header().height() + "/0");
        assertThat(shown.requested().operation()).isEqualTo("write");
        assertThat(shown.urgency()).isEqualTo("high");
    }

    @Test
    void aDenialIsA200WithAReceiptAndIsShownAsOne() throws Exception {
        SignedCommand command = scenario.authorize(session, "delete");

        HttpResponse<String> answer = service.send(command);

        assertThat(answer.statusCode()).isEqualTo(200);
        Receipt receipt = RunningService.parse(answer.body(), Receipt.class);
        assertThat(((Decision.Rejected) receipt.result().decision()).code()).isEqualTo(Rejection.NO_CAPABILITY);
        service.awaitHeight(receipt.header().height());
        Authorization shown =
                service.read("/v1/authorizations/" + command.payload().commandId(), Authorization.class);
        assertThat(shown.decision()).isInstanceOf(Decision.Rejected.class);
        assertThat(shown.price()).isNull();
    }

    @Test
    void theSameCommandAgainAnswersWithTheOriginalDecision() throws Exception {
        SignedCommand command = scenario.authorize(session, "write");

        Receipt first = service.decide(command);
        Receipt second = service.decide(command);

        assertThat(second).isEqualTo(first);
    }

    @Test
    void anIdThatIsUsedAgainAfterTheLedgerForgotItIsDecidedAgainAndTheNewestDecisionIsShown() throws Exception {
        LedgerReplicas own = LedgerReplicas.start();
        try (own; RunningService projected = RunningService.start(CapabilityApplication::builder, own)) {
            Scenario lasting = new Scenario(own.chain().mesh(), "lasting");
            SessionId opened = lasting.newSessionId();
            own.chain().commit(lasting.register());
            own.chain().commit(lasting.establish(opened));
            SignedCommand first = lasting.authorize(opened, "write");
            own.chain().commit(first);
            own.chain().later(Duration.ofMillis(own.chain().mesh().genesis().limits().keepMillis()).plusMinutes(1));
            long forgotten = own.chain().commit().header().timeMillis();
            CertifiedBlock second = own.chain().commit(lasting.again(first, forgotten + 30_000));

            projected.awaitHeight(second.header().height());

            String id = "/v1/authorizations/" + first.payload().commandId();
            assertThat(projected.read(id, Authorization.class).height()).isEqualTo(second.header().height());
            assertThat(projected.read(id + "?principal=" + lasting.service().principal(), Authorization.class).height())
                    .isEqualTo(second.header().height());
            assertThat(projected.read("/v1/authorizations", AuthorizationPage.class).items())
                    .extracting(Authorization::height).containsExactly(3L, second.header().height());
        }
    }

    @Test
    void anIdOfSeveralPrincipalsIsAmbiguousUntilOneIsNamedAndNotAllItsDecisionsAreRead() throws Exception {
        Scenario rival = new Scenario(replicas.chain().mesh(), "rival");
        SignedCommand own = scenario.authorize(session, "write");
        SignedCommand same = rival.again(own, own.payload().notAfterMillis());
        replicas.chain().commit(rival.register());
        replicas.chain().commit(own, same);
        service.awaitHeight(replicas.chain().height());
        String id = "/v1/authorizations/" + own.payload().commandId();
        SqlLog sql = service.context().getBean(SqlLog.class);
        sql.clear();

        HttpResponse<String> unnamed = service.read(id);

        assertThat(unnamed.statusCode()).isEqualTo(409);
        assertThat(RunningService.parse(unnamed.body(), Problem.class).code()).isEqualTo("ambiguous");
        assertThat(sql.sent()).singleElement().asString().contains(".operation_decision ", "fetch first");
        for (Scenario named : List.of(scenario, rival)) {
            PrincipalId principal = named.service().principal();
            assertThat(service.read(id + "?principal=" + principal, Authorization.class).principal())
                    .isEqualTo(principal);
        }
        assertThat(service.read(id + "?principal=spiffe://mesh.example/service/nobody").statusCode()).isEqualTo(404);
    }

    @Test
    void aBlockOfManyAuthorizationsIsListedInItsOrderAndInPages() throws Exception {
        var commands = new SignedCommand[7];
        for (int i = 0; i < commands.length; i++) {
            commands[i] = scenario.authorize(session, i % 2 == 0 ? "write" : "delete");
        }
        CertifiedBlock block = replicas.chain().commit(commands);
        service.awaitHeight(block.header().height());
        String own = "/v1/authorizations?principal=" + scenario.service().principal();

        AuthorizationPage all = service.read(own + "&limit=200", AuthorizationPage.class);
        AuthorizationPage first = service.read(own + "&limit=2", AuthorizationPage.class);
        AuthorizationPage second = service.read(own + "&limit=2&cursor=" + first.next(), AuthorizationPage.class);

        assertThat(all.next()).isNull();
        assertThat(all.items()).extracting(Authorization::commandId)
                .containsSubsequence(Arrays.stream(commands).map(c -> c.payload().commandId()).toList());
        assertThat(first.items()).isEqualTo(all.items().subList(0, 2));
        assertThat(second.items()).isEqualTo(all.items().subList(2, 4));
    }

    @Test
    void aRevocationUnderThePathOfAnotherCapabilityIsRefused() throws Exception {
        HttpResponse<String> answer = service.send(
                "POST", "/v1/capabilities/" + scenario.newCapabilityId() + "/revocation",
                scenario.revokeCapability(capability).jws().toArray());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(RunningService.parse(answer.body(), Problem.class).code()).isEqualTo("wrong-command");
    }

    @Test
    void anUnknownCommandIdIsNotFoundAndABadOneIsMalformed() throws Exception {
        assertThat(service.read("/v1/authorizations/AAAAAAAAAAAAAAAAAAAAAA").statusCode()).isEqualTo(404);
        assertThat(service.read("/v1/authorizations/AAAAAAAAAAAAAAAAAAAAAB").statusCode()).isEqualTo(400);
        assertThat(service.read("/v1/capabilities/x").statusCode()).isEqualTo(400);
    }
}
