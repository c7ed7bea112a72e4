package dev.shieldwall.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.client.http.Problem;
import dev.shieldwall.model.decision.Decision;
import dev.shieldwall.model.receipt.Receipt;
import dev.shieldwall.model.session.Session;
import dev.shieldwall.model.session.SessionId;
import dev.shieldwall.model.session.SessionPage;
import dev.shieldwall.model.session.SessionStatus;
import dev.shieldwall.service.mesh.LedgerReplicas;
import dev.shieldwall.service.mesh.RunningService;
import dev.shieldwall.service.mesh.Scenario;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SessionServiceTest {

    private static LedgerReplicas replicas;
    private static RunningService service;
    private static Scenario scenario;

    @BeforeAll
    static void start() {
        replicas = LedgerReplicas.start();
        service = RunningService.start(SessionApplication::builder, replicas);
        scenario = new Scenario(replicas.chain().mesh(), "worker");
        replicas.chain().commit(scenario.register());
    }

    @AfterAll
    static void stop() {
        service.close();
        replicas.close();
    }

    @Test
    void aSessionIsOpenedShownAndClosedByADeleteWithASignedBody() throws Exception {
        SessionId id = scenario.newSessionId();

        Receipt opened = service.decide(scenario.establish(id));
        Session open = service.read("/v1/sessions/" + id, Session.class);
        Receipt closed = service.decide(scenario.close(id));
        Session ended = service.read("/v1/sessions/" + id, Session.class);

        assertThat(opened.result().decision()).isEqualTo(new Decision.Accepted());
        assertThat(open.status()).isEqualTo(SessionStatus.OPEN);
        assertThat(open.principal()).isEqualTo(scenario.service().principal());
        assertThat(open.expiresAtMillis()).isEqualTo(opened.header().timeMillis() + Scenario.HOUR.toMillis());
        assertThat(closed.result().decision()).isEqualTo(new Decision.Accepted());
        assertThat(ended.status()).isEqualTo(SessionStatus.CLOSED);
        assertThat(ended.closedAtHeight()).isEqualTo(closed.header().height());
    }

    @Test
    void listsAreFilteredAndPagesHoldEachSessionOnce() throws Exception {
        SessionId first = scenario.newSessionId();
        SessionId second = scenario.newSessionId();
        service.decide(scenario.establish(first));
        service.decide(scenario.establish(second));
        service.decide(scenario.close(first));
        String own = "?principal=" + scenario.service().principal();

        assertThat(service.read("/v1/sessions" + own + "&status=open", SessionPage.class).items())
                .extracting(Session::id).contains(second).doesNotContain(first);
        assertThat(service.read("/v1/sessions?principal=spiffe://mesh.example/service/other", SessionPage.class).items())
                .isEmpty();
        SessionPage page = service.read("/v1/sessions" + own + "&limit=1", SessionPage.class);
        SessionPage rest = service.read("/v1/sessions" + own + "&cursor=" + page.next(), SessionPage.class);
        SessionPage all = service.read("/v1/sessions" + own, SessionPage.class);
        assertThat(page.items()).hasSize(1);
        assertThat(all.next()).isNull();
        assertThat(rest.items()).isEqualTo(all.items().subList(1, all.items().size()));
    }

    @Test
    void aDeleteOfAnotherSessionThanTheCommandIsRefused() throws Exception {
        SessionId id = scenario.newSessionId();

        HttpResponse<String> answer = service.send(
                "DELETE", "/v1/sessions/" + scenario.newSessionId(), scenario.close(id).jws().toArray());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(RunningService.parse(answer.body(), Problem.class).code()).isEqualTo("wrong-command");
    }

    @Test
    void anUnknownSessionIsNotFoundAndABadIdIsMalformed() throws Exception {
        assertThat(service.read("/v1/sessions/" + scenario.newSessionId()).statusCode()).isEqualTo(404);
        assertThat(service.read("/v1/sessions/short").statusCode()).isEqualTo(400);
    }
}
