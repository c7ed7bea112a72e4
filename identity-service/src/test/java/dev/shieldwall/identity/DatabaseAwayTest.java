package dev.shieldwall.identity;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.shieldwall.client.http.Problem;
import dev.shieldwall.service.mesh.LedgerReplicas;
import dev.shieldwall.service.mesh.RunningService;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What readers are told while the database gives no connection. */
class DatabaseAwayTest {

    private static final int CONNECTIONS = 4;

    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private LedgerReplicas replicas;
    private RunningService service;

    @BeforeEach
    void start() {
        replicas = LedgerReplicas.start();
        service = RunningService.start(IdentityApplication::builder, replicas, Map.of(
                "spring.datasource.hikari.maximum-pool-size", Integer.toString(CONNECTIONS),
                "spring.datasource.hikari.connection-timeout", "300"));
        logged.start();
        log().addAppender(logged);
    }

    @AfterEach
    void stop() {
        log().detachAppender(logged);
        service.close();
        replicas.close();
    }

    private static Logger log() {
        return (Logger) LoggerFactory.getLogger("dev.shieldwall.service.problem");
    }

    private static String code(HttpResponse<String> answer) {
        return RunningService.parse(answer.body(), Problem.class).code();
    }

    @Test
    void aReadIsUnavailableAndTheOutageIsToldOnce() throws Exception {
        var taken = new ArrayList<Connection>();
        for (int i = 0; i < CONNECTIONS; i++) {
            taken.add(service.context().getBean(DataSource.class).getConnection());
        }
        for (int i = 0; i < 3; i++) {
            HttpResponse<String> answer = service.read("/v1/identities");
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(code(answer)).isEqualTo("unavailable");
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
            assertThat(answer.body()).doesNotContain("Hikari", "Exception");
        }
        for (Connection connection : taken) {
            connection.close();
        }
        assertThat(logged.list).singleElement().satisfies(line -> assertThat(line.getThrowableProxy()).isNull());
        assertThat(service.read("/v1/identities").statusCode()).isEqualTo(200);
    }

    @Test
    void aTableThatIsNotThereIsABugAndNoOutage() throws Exception {
        service.jdbc().execute("alter table identity rename to identity_away");

        HttpResponse<String> answer = service.read("/v1/identities");

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(code(answer)).isEqualTo("internal");
        assertThat(logged.list).singleElement().satisfies(line -> assertThat(line.getThrowableProxy()).isNotNull());
    }
}
