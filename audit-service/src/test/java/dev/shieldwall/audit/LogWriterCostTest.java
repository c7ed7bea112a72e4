package dev.shieldwall.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.model.command.SignedCommand;
import dev.shieldwall.service.mesh.LedgerReplicas;
import dev.shieldwall.service.mesh.RunningService;
import dev.shieldwall.service.mesh.Scenario;
import dev.shieldwall.service.mesh.SqlLog;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a block costs the database in round trips does not depend on how much is in it, up to 128 entries. */
class LogWriterCostTest {

    @Test
    void aBlockIsFiveRoundTripsAndNotOneForEachEntryAndAnEmptyOneThree() throws Exception {
        LedgerReplicas replicas = LedgerReplicas.start();
        try (replicas;
                RunningService log =
                        RunningService.start(() -> AuditApplication.builder().sources(SqlLog.class), replicas)) {
            replicas.chain().commit(new Scenario(replicas.chain().mesh(), "first").register());
            log.awaitHeight(1);
            SignedCommand[] many = IntStream.range(0, 20)
                    .mapToObj(i -> new Scenario(replicas.chain().mesh(), "many-" + i).register())
                    .toArray(SignedCommand[]::new);

            assertThat(sentFor(log, replicas, many)).satisfiesExactlyInAnyOrder(
                    position -> assertThat(position).startsWith("update projection_position"),
                    head -> assertThat(head).startsWith("select ").contains(".head "),
                    block -> assertThat(block).startsWith("insert into ").contains(".block "),
                    entries -> assertThat(entries).startsWith("insert into ").contains(".entry "),
                    moved -> assertThat(moved).startsWith("update ").contains(".head set"));
            assertThat(sentFor(log, replicas)).hasSize(3);
            assertThat(log.jdbc().queryForObject("select count(*) from entry", Long.class)).isEqualTo(21);
        }
    }

    @Test
    void entriesAreWritten128AtATime() throws Exception {
        LedgerReplicas replicas = LedgerReplicas.start();
        try (replicas;
                RunningService log =
                        RunningService.start(() -> AuditApplication.builder().sources(SqlLog.class), replicas)) {
            for (int entries : new int[] {128, 129}) {
                SignedCommand[] many = IntStream.range(0, entries)
                        .mapToObj(i -> new Scenario(replicas.chain().mesh(), "of-" + entries + "-" + i).register())
                        .toArray(SignedCommand[]::new);
                assertThat(sentFor(log, replicas, many))
                        .filteredOn(sql -> sql.startsWith("insert into ") && sql.contains(".entry "))
                        .hasSize(entries == 128 ? 1 : 2);
            }
        }
    }

    private static List<String> sentFor(RunningService log, LedgerReplicas replicas, SignedCommand... commands)
            throws Exception {
        SqlLog sql = log.context().getBean(SqlLog.class);
        sql.clear();
        replicas.chain().commit(commands);
        log.awaitHeight(replicas.chain().height());
        return sql.sent();
    }
}
