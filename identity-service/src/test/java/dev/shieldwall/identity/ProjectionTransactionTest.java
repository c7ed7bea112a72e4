package dev.shieldwall.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shieldwall.client.ApiPaths;
import dev.shieldwall.model.command.SignedCommand;
import dev.shieldwall.model.identity.Identity;
import dev.shieldwall.model.identity.IdentityPage;
import dev.shieldwall.service.mesh.LedgerReplicas;
import dev.shieldwall.service.mesh.RunningService;
import dev.shieldwall.service.mesh.Scenario;
import dev.shieldwall.service.mesh.SqlLog;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Shared-service writes the position with JDBC, this service its rows with Hibernate; the transaction must be one. */
class ProjectionTransactionTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String DIE = "perform pg_terminate_backend(pg_backend_pid());";

    private LedgerReplicas replicas;
    private RunningService service;
    private Scenario first;

    @BeforeEach
    void start() throws Exception {
        replicas = LedgerReplicas.start();
        service = RunningService.start(() -> IdentityApplication.builder().sources(SqlLog.class), replicas);
        first = another("first");
        replicas.chain().commit(first.register());
        service.awaitHeight(1);
    }

    @AfterEach
    void stop() {
        service.close();
        replicas.close();
    }

    private Scenario another(String name) {
        return new Scenario(replicas.chain().mesh(), name);
    }

    private void arm(String trigger, String action) {
        service.jdbc().execute("create function armed() returns trigger language plpgsql as "
                + "$$ begin " + action + " return new; end $$");
        service.jdbc().execute("create " + trigger + " for each row execute function armed()");
    }

    private @Nullable Long height() {
        return service.jdbc().queryForObject("select height from projection_position", Long.class);
    }

    private @Nullable Long rows() {
        return service.jdbc().queryForObject("select count(*) from identity", Long.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "trigger t after update on projection_position", "trigger t before insert on identity",
        "trigger t after insert on identity",
        "constraint trigger t after insert on identity deferrable initially deferred",
        "constraint trigger t after update on projection_position deferrable initially deferred"
    })
    void aDatabaseThatDiesInTheMiddleOfABlockHasNeitherItsRowsNorItsPosition(String moment) throws Exception {
        arm(moment, DIE);
        replicas.chain().commit(another("second").register(), another("third").register());
        await().atMost(PATIENCE).until(() -> service.progress().outages() > 0);

        assertThat(service.progress().alarm()).isEmpty();
        assertThat(height()).isEqualTo(1);
        assertThat(rows()).isEqualTo(1);

        service.jdbc().execute("drop function armed cascade");
        service.awaitHeight(2);
        assertThat(rows()).isEqualTo(3);
    }

    @Test
    void aRowThatTheTableRefusesIsNoOutageAndLeavesNeither() throws Exception {
        arm("trigger t before insert on identity", "raise exception 'not this one';");
        replicas.chain().commit(another("second").register());

        assertThat(service.awaitAlarm()).contains("not this one");
        assertThat(height()).isEqualTo(1);
        assertThat(rows()).isEqualTo(1);
    }

    private List<String> sentFor(SignedCommand... commands) throws Exception {
        SqlLog sql = service.context().getBean(SqlLog.class);
        sql.clear();
        replicas.chain().commit(commands);
        service.awaitHeight(replicas.chain().height());
        return sql.sent();
    }

    @Test
    void aBlockOfRegistrationsIsThreeRoundTripsAndNotOneForEach() throws Exception {
        SignedCommand[] many = IntStream.range(0, 20)
                .mapToObj(i -> another("many-" + i).register())
                .toArray(SignedCommand[]::new);

        assertThat(sentFor(many)).satisfiesExactly(
                position -> assertThat(position).startsWith("update projection_position"),
                numbers -> assertThat(numbers).startsWith("select coalesce(max("),
                batch -> assertThat(batch).startsWith("insert into ").contains(".identity "));
        assertThat(rows()).isEqualTo(21);
    }

    /** A block for each command, while the first of them cannot be written: the others wait for it together. */
    private List<String> sentForBlocksThatWait(SignedCommand... commands) throws Exception {
        SqlLog sql = service.context().getBean(SqlLog.class);
        try (Connection connection = service.context().getBean(DataSource.class).getConnection();
                Statement lock = connection.createStatement()) {
            connection.setAutoCommit(false);
            lock.execute("lock table identity");
            replicas.chain().commit(commands[0]);
            await().atMost(PATIENCE).until(() -> !service.jdbc().queryForList(
                    "select pid from pg_locks where not granted and relation = 'identity'::regclass").isEmpty());
            for (int i = 1; i < commands.length; i++) {
                replicas.chain().commit(commands[i]);
            }
            Thread.sleep(700);
            sql.clear();
            connection.commit();
        }
        service.awaitHeight(replicas.chain().height());
        return sql.sent();
    }

    @Test
    void blocksThatWaitCostTheRoundTripsOfOne() throws Exception {
        List<String> sent = sentForBlocksThatWait(another("a").register(), another("b").register(),
                another("c").register(), another("d").register(), another("e").register());

        List<String> moved = sent.stream().filter(line -> line.startsWith("update projection_position")).toList();
        assertThat(moved).hasSizeBetween(1, 3); // the first block had moved its own before; the others need one together
        assertThat(sent).filteredOn(line -> line.startsWith("insert into ")).hasSize(moved.size() + 1);
        assertThat(service.jdbc().queryForList("select sequence from identity order by sequence", Long.class))
                .containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
    }

    @Test
    void anIdentityIsRevokedByABlockThatWaitsBesideItsOwn() throws Exception {
        Scenario brief = another("brief");
        sentForBlocksThatWait(another("a").register(), brief.register(), brief.revokeIdentity());

        Identity identity = service.read(ApiPaths.identity(brief.service().principal()), Identity.class);
        assertThat(identity.isActive()).isFalse();
        assertThat(identity.revokedAtHeight()).isEqualTo(4);
        assertThat(service.read("/v1/identities?status=revoked", IdentityPage.class).items()).hasSize(1);
    }

    @Test
    void aRevocationReadsAndChangesItsRowAlone() throws Exception {
        assertThat(sentFor(first.revokeIdentity())).satisfiesExactly(
                position -> assertThat(position).startsWith("update projection_position"),
                row -> assertThat(row).startsWith("select ").contains(".identity "),
                change -> assertThat(change).startsWith("update ").contains(".identity set"));
    }

    @Test
    void anIdentityRegisteredAndRevokedInOneBlockIsRevoked() throws Exception {
        Scenario brief = another("brief");

        replicas.chain().commit(brief.register(), brief.revokeIdentity());
        service.awaitHeight(2);

        assertThat(service.read(ApiPaths.identity(brief.service().principal()), Identity.class).isActive()).isFalse();
        assertThat(service.read("/v1/identities?status=revoked", IdentityPage.class).items()).hasSize(1);
    }

    @Test
    void aRowChangedBehindTheServicesBackIsReadAsItIs() throws Exception {
        String path = ApiPaths.identity(first.service().principal());
        assertThat(service.read(path, Identity.class).meshRole()).isEqualTo("participant");

        service.jdbc().update("update identity set document = replace(document, 'participant', 'intruder')");

        assertThat(service.read(path, Identity.class).meshRole()).isEqualTo("intruder");
        replicas.chain().commit(first.revokeIdentity());
        service.awaitHeight(2);
        assertThat(service.read(path, Identity.class).meshRole()).isEqualTo("intruder");
    }
}
