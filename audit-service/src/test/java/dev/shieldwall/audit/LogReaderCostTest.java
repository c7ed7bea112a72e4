package dev.shieldwall.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.audit.readmodel.AuditReadModel;
import dev.shieldwall.model.audit.AuditEntry;
import dev.shieldwall.model.audit.AuditPage;
import dev.shieldwall.service.mesh.LedgerReplicas;
import dev.shieldwall.service.mesh.RunningService;
import dev.shieldwall.service.mesh.SqlLog;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What reading the log costs the database. */
class LogReaderCostTest {

    private static final int ENTRIES = 60;

    private static LedgerReplicas replicas;
    private static RunningService log;

    @BeforeAll
    static void start() throws Exception {
        replicas = LedgerReplicas.start();
        LogStory.tell(replicas.chain(), ENTRIES);
        log = RunningService.start(() -> AuditApplication.builder().sources(SqlLog.class), replicas);
        log.awaitHeight(replicas.chain().height());
    }

    @AfterAll
    static void stop() {
        log.close();
        replicas.close();
    }

    private static SqlLog sql() {
        SqlLog sql = log.context().getBean(SqlLog.class);
        sql.clear();
        return sql;
    }

    @Test
    void aPageIsTwoQueriesHoweverManyBlocksItsEntriesAreOf() throws Exception {
        SqlLog sql = sql();

        AuditPage page = log.read("/v1/audit/entries?limit=200", AuditPage.class);

        assertThat(page.items()).hasSize(ENTRIES).extracting(AuditEntry::height).hasSizeGreaterThan(10);
        assertThat(page.items()).allSatisfy(entry -> assertThat(entry.nodeConsensus().consensusHash())
                .isEqualTo(replicas.chain().block(entry.height()).header().hash()));
        assertThat(sql.sent()).satisfiesExactly(
                entries -> assertThat(entries).contains(".entry "),
                blocks -> assertThat(blocks).contains(".block "));
    }

    @Test
    void aPageOfNothingIsEmpty() throws Exception {
        assertThat(log.read("/v1/audit/entries?cursor=1000000", AuditPage.class).items()).isEmpty();
    }

    @Test
    void theBlockBeforeAnEntryIsFoundByTheIndexOfSizes() {
        log.jdbc().update("insert into block select i, '', '', i - 1, i, '' from generate_series(100000, 120000) i");
        log.jdbc().execute("analyze block");
        SqlLog sql = sql();
        AuditReadModel readModel = log.context().getBean(AuditReadModel.class);

        assertThat(readModel.blockBefore(110_000)).hasValueSatisfying(it -> assertThat(it.auditSize()).isEqualTo(110_000));

        String asked = sql.sent().getFirst().replaceFirst("\\?", "110000").replace("?", "1");
        List<String> plan = log.jdbc().queryForList("explain " + asked, String.class);
        log.jdbc().update("delete from block where height >= 100000");
        assertThat(plan).anySatisfy(line -> assertThat(line).contains("Index Scan Backward using block_by_size"));
    }
}
