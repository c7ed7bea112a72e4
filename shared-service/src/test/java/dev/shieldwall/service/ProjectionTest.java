package dev.shieldwall.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shieldwall.client.TestMesh;
import dev.shieldwall.client.TestReplica;
import dev.shieldwall.client.http.Wire;
import dev.shieldwall.client.signing.CommandSigner;
import dev.shieldwall.model.block.CertifiedBlock;
import dev.shieldwall.model.command.SessionCommand;
import dev.shieldwall.model.command.SignedCommand;
import dev.shieldwall.model.session.SessionId;
import dev.shieldwall.service.projection.ProjectionProgress;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

class ProjectionTest extends ServiceTest {

    @BeforeEach
    void up() throws IOException {
        startAll();
    }

    @AfterEach
    void down() throws IOException {
        stopAll();
    }

    private final CommandSigner alice = mesh.service("alice");

    private SignedCommand close() {
        return alice.sign(new SessionCommand.Close(new SessionId(alice.randomBytes(16))), mesh.chainId());
    }

    private ProjectionProgress progress() {
        return context.getBean(ProjectionProgress.class);
    }

    private JdbcTemplate jdbc() {
        return context.getBean(JdbcTemplate.class);
    }

    private long rows() {
        return jdbc().queryForList("select id from thing").size();
    }

    private void reaches(long height) {
        await().atMost(Duration.ofSeconds(20)).until(() -> progress().height() == height);
    }

    private void alarms(String reason) {
        await().atMost(Duration.ofSeconds(20)).until(() -> progress().alarm().isPresent());
        assertThat(progress().alarm().orElseThrow()).contains(reason);
    }

    @Test
    void aReadWaitsForTheHeightThatItNames() throws Exception {
        Thread.ofVirtual().start(() -> {
            TestReplica.sleep(Duration.ofMillis(200));
            chain.commit(close());
        });

        HttpResponse<String> response = read("/v1/things", Wire.MIN_HEIGHT, "1");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue(Wire.HEIGHT)).hasValue("1");
        assertThat(response.body()).contains("\"height\":1");
    }

    @Test
    void aHeightThatDoesNotComeInTimeIsA503ThatSaysSo() throws Exception {
        HttpResponse<String> response = read("/v1/things", Wire.MIN_HEIGHT, "1");
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).contains("\"behind\"");
        assertThat(response.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(response.headers().firstValue(Wire.HEIGHT)).hasValue("0");
    }

    @Test
    void aHeightThatIsNoNumberIsMalformed() throws Exception {
        for (String wrong : new String[] {"-1", "x", "1.5", "9999999999999999999"}) {
            assertThat(read("/v1/things", Wire.MIN_HEIGHT, wrong).statusCode()).as(wrong).isEqualTo(400);
        }
    }

    @Test
    void withoutATokenNobodyWaits() throws Exception {
        assertThat(get("/v1/things", Wire.MIN_HEIGHT, "7").statusCode()).isEqualTo(401);
    }

    @Test
    void aRestartGoesOnWhereTheTablesStand() throws Exception {
        chain.commit(close());
        chain.commit(close(), close());
        reaches(2);
        context.close();
        chain.commit(close());

        context = start(Map.of());

        reaches(3);
        assertThat(rows()).isEqualTo(4);
    }

    @Test
    void aFailingHandlerLeavesNoHalfBlockAndStopsWithAnAlarm() throws Exception {
        SignedCommand twice = close();
        chain.commit(close());
        reaches(1);
        jdbc().update("insert into thing (id, principal, height) values (?, 'x', 0)", twice.payload().commandId().toString());

        chain.commit(close(), twice);
        alarms("duplicate key");

        assertThat(rows()).isEqualTo(2); // the first command of the block went back with the second
        assertThat(jdbc().queryForObject("select height from projection_position", Long.class)).isEqualTo(1);
        HttpResponse<String> health = get("/actuator/health");
        assertThat(health.statusCode()).isEqualTo(503);
        assertThat(health.body()).contains("\"projection\"", "alarm");
        assertThat(get("/actuator/health/liveness").statusCode()).isEqualTo(200);
    }

    /** A block for each command, while the first of them cannot be written: the others wait for it together. */
    private void commitTogether(Direct database, SignedCommand... commands) throws SQLException {
        database.connection().setAutoCommit(false);
        database.update("lock table thing");
        chain.commit(commands[0]);
        await().atMost(Duration.ofSeconds(20)).until(() -> !jdbc().queryForList(
                "select pid from pg_locks where not granted and relation = 'thing'::regclass").isEmpty());
        for (int i = 1; i < commands.length; i++) {
            chain.commit(commands[i]);
        }
        TestReplica.sleep(Duration.ofMillis(700));
    }

    @Test
    void blocksThatWaitAreAppliedInOneTransactionAndInOrder() throws Exception {
        try (var database = open()) {
            commitTogether(database, close(), close(), close(), close(), close());
            assertThat(progress().height()).isZero();
            database.connection().commit();
        }
        reaches(5);
        assertThat(jdbc().queryForList("select height from thing order by height", Long.class))
                .containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(jdbc().queryForObject("select count(distinct xmin::text) from thing", Long.class))
                .as("transactions")
                .isLessThan(5);
    }

    @Test
    void aBlockThatFailsAmongOthersStopsTheProjectionAfterThoseBeforeIt() throws Exception {
        SignedCommand twice = close();
        jdbc().update("insert into thing (id, principal, height) values (?, 'x', 0)", twice.payload().commandId().toString());
        try (var database = open()) {
            commitTogether(database, close(), close(), close(), twice, close());
            database.connection().commit();
        }
        alarms("duplicate key");

        assertThat(progress().height()).isEqualTo(3);
        assertThat(jdbc().queryForObject("select height from projection_position", Long.class)).isEqualTo(3);
        assertThat(jdbc().queryForList("select height from thing order by height", Long.class))
                .containsExactly(0L, 1L, 2L, 3L);
    }

    @Test
    void aDatabaseThatCutsConnectionsUnderWaitingBlocksLeavesNoGap() throws Exception {
        try (var database = open(); var admin = open()) {
            commitTogether(database, close(), close(), close(), close(), close());
            admin.query("select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()"
                    + " and usename = current_user");
        }
        reaches(5);
        assertThat(rows()).isEqualTo(5);
        assertThat(progress().alarm()).isEmpty();
    }

    @Test
    void aChainThatDoesNotFollowTheTablesIsAnAlarmAndNotFollowed() throws Exception {
        chain.commit(close());
        reaches(1);
        context.close();
        try (var pool = open()) {
            pool.update("update projection_position set block_hash = decode(repeat('00', 32), 'hex')");
        }
        chain.commit(close());

        context = start(Map.of());

        alarms("names parent");
        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void tablesOfAnotherMeshAreNotTouched() throws Exception {
        chain.commit(close());
        reaches(1);
        context.close();
        try (var pool = open()) {
            pool.update("update projection_position set chain_id = decode(repeat('00', 32), 'hex')");
        }
        chain.commit(close());

        context = start(Map.of());

        alarms("another mesh");
        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void twoFollowersOfTheSameTablesApplyEachBlockOnce() throws Exception {
        try (var second = start(Map.of())) {
            for (int i = 0; i < 5; i++) {
                chain.commit(close());
            }
            var other = second.getBean(ProjectionProgress.class);
            await().atMost(Duration.ofSeconds(20)).until(() -> progress().height() == 5 && other.height() == 5);
            assertThat(rows()).isEqualTo(5);
            assertThat(progress().alarm()).isEmpty();
            assertThat(other.alarm()).isEmpty();
        }
    }

    @Test
    void aDatabaseThatCutsConnectionsIsWaitedForWithoutAGap() throws Exception {
        chain.commit(close());
        reaches(1);
        for (int i = 0; i < 10; i++) {
            try (var admin = open()) {
                admin.query("select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()"
                        + " and usename = current_user");
            }
            chain.commit(close());
        }
        reaches(11);
        assertThat(rows()).isEqualTo(11);
        assertThat(progress().alarm()).isEmpty();
    }

    @Test
    void aLyingReplicaIsLeftAndTheProjectionGoesOn() throws Exception {
        TestMesh other = TestMesh.another();
        replicas.getFirst().onBlock(_ -> CertifiedBlock.CODEC.encode(other.accepted(null)));
        chain.commit(close());

        reaches(1);
        assertThat(rows()).isEqualTo(1);
        await().atMost(Duration.ofSeconds(5)).until(() ->
                get("/actuator/prometheus").body().contains("shieldwall_projection_height 1.0"));
        assertThat(get("/actuator/prometheus").body())
                .contains("shieldwall_ledger_answers_total{answer=\"forged\",replica=\"0\"} 1.0");
    }

    @Test
    void deathOfTheFollowedReplicaIsOvercome() throws Exception {
        chain.commit(close());
        reaches(1);
        replicas.getFirst().close();
        chain.commit(close());
        reaches(2);
    }

    /** The schema of this test, past the pool of the service. */
    private Direct open() throws SQLException {
        return new Direct(DriverManager.getConnection(TestDatabase.url()), schema);
    }

    private record Direct(Connection connection, String schema) implements AutoCloseable {

        void update(String sql) throws SQLException {
            try (var statement = connection.createStatement()) {
                statement.execute("set search_path to " + schema);
                statement.executeUpdate(sql);
            }
        }

        void query(String sql) throws SQLException {
            try (var statement = connection.createStatement()) {
                statement.executeQuery(sql).close();
            }
        }

        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }
}
