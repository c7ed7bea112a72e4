package dev.shieldwall.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.shieldwall.model.audit.AuditDifference;
import dev.shieldwall.model.audit.AuditReport;
import dev.shieldwall.service.mesh.LedgerReplicas;
import dev.shieldwall.service.mesh.RunningService;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** Each test damages the tables behind the service's back, lets the check look, and puts them back. */
class AuditCheckTest {

    private static final int ENTRIES = 300;

    private static LedgerReplicas replicas;
    private static RunningService service;
    private static JdbcTemplate jdbc;

    @BeforeAll
    static void start() throws Exception {
        replicas = LedgerReplicas.start();
        LogStory.tell(replicas.chain(), ENTRIES);
        service = RunningService.start(AuditApplication::builder, replicas);
        service.awaitHeight(replicas.chain().height());
        jdbc = service.jdbc();
        for (String table : TABLES) {
            jdbc.execute("create table kept_" + table + " as table " + table);
        }
    }

    private static final List<String> TABLES = List.of("entry", "block", "subtree", "head");

    @AfterAll
    static void stop() {
        service.close();
        replicas.close();
    }

    private static void putBack() {
        for (String table : TABLES) {
            jdbc.execute("delete from " + table);
            jdbc.execute("insert into " + table + " table kept_" + table);
        }
    }

    /** What the whole check finds, part by part, after {@code damage}; then the tables are as before. */
    private static List<AuditDifference> after(String... damage) throws Exception {
        try {
            for (String statement : damage) {
                assertThat(jdbc.update(statement)).as(statement).isPositive();
            }
            return check(1_000);
        } finally {
            putBack();
        }
    }

    private static List<AuditDifference> check(int part) throws Exception {
        var differences = new ArrayList<AuditDifference>();
        Long from = 0L;
        while (from != null) {
            AuditReport report =
                    service.read("/v1/audit/check?from=" + from + "&limit=" + part, AuditReport.class);
            assertThat(report.intact()).isEqualTo(report.differences().isEmpty());
            differences.addAll(report.differences());
            assertThat(report.next()).isNotEqualTo(from);
            from = report.next();
        }
        return differences;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 100, 1_000})
    void anUntouchedLogIsIntactWhateverTheParts(int part) throws Exception {
        assertThat(check(part)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "height = height + 1", "time_millis = time_millis + 1",
        "command_id = set_byte(command_id, 3, get_byte(command_id, 3) # 1)",
        "jws_hash = set_byte(jws_hash, 3, get_byte(jws_hash, 3) # 1)", "action = 'authorization_granted '",
        "service_id = 'spiffe://mesh.example/service/other'", "service_id = 'nobody'", "capability = null",
        "capability = 'data-read'", "node_id = 'spiffe://mesh.example/replica/9'", "consensus_id = '1/1'",
        "decision = '{}'", "decision = replace(decision, 'critical', 'safe')||' '",
        "previous_hash = set_byte(previous_hash, 0, get_byte(previous_hash, 0) # 128)",
        "entry_hash = set_byte(entry_hash, 31, get_byte(entry_hash, 31) # 1)",
        "merkle_root = set_byte(merkle_root, 0, get_byte(merkle_root, 0) # 1)",
        "leaf = set_byte(leaf, 40, get_byte(leaf, 40) # 1)", "leaf = leaf || '\\x00'::bytea", "leaf = '\\x'::bytea"
    })
    void aChangedColumnIsNamedInWhateverRow(String change) throws Exception {
        String column = change.substring(0, change.indexOf(' '));
        for (long index : new long[] {0, 2, 10, 255, 256, ENTRIES - 1}) {
            if (change.equals("capability = null") && index < 3 || column.equals("capability") && index == 0) {
                continue; // a registration and a session have none
            }
            assertThat(after("update entry set " + change + " where index = " + index))
                    .as("%s at %d", change, index)
                    .extracting(AuditDifference::index, AuditDifference::column)
                    .containsExactly(tuple(index, "entry." + column));
        }
    }

    @Test
    void aLeafRewrittenTogetherWithItsHashIsStillNamed() throws Exception {
        for (long index : new long[] {10, 255}) {
            assertThat(after("update entry set leaf = set_byte(leaf, 40, get_byte(leaf, 40) # 1) where index = " + index,
                    "update entry set entry_hash = sha256(leaf) where index = " + index))
                    .as("index %d", index)
                    .extracting(AuditDifference::index)
                    .contains(index)
                    .doesNotContain(index + 1);
        }
    }

    @Test
    void severalDamagedRowsAreNamedInOneCall() throws Exception {
        assertThat(after("update entry set action = 'x' where index in (4, 270)",
                "update entry set leaf = set_byte(leaf, 40, 7) where index = 120"))
                .extracting(AuditDifference::index)
                .containsExactly(4L, 120L, 270L);
    }

    @ParameterizedTest
    @ValueSource(ints = {99, 100, 101})
    void oneCallNamesAHundredDifferencesAtMost(int damaged) throws Exception {
        try {
            jdbc.update("update entry set action = 'x' where index < " + damaged);
            AuditReport report = service.read("/v1/audit/check?limit=1000", AuditReport.class);
            assertThat(report.differences()).hasSize(Math.min(damaged, 100));
        } finally {
            putBack();
        }
    }

    @Test
    void aMissingRowIsNamed() throws Exception {
        for (long index : new long[] {0, 10, ENTRIES - 1}) {
            assertThat(after("delete from entry where index = " + index))
                    .as("index %d", index)
                    .extracting(AuditDifference::index, AuditDifference::column)
                    .contains(tuple(index, "entry.row"));
        }
    }

    @Test
    void aCutTailIsMissed() throws Exception {
        assertThat(after("delete from entry where index >= 290", "delete from block where audit_size > 290"))
                .extracting(AuditDifference::column)
                .contains("block.row");
    }

    @Test
    void aRowTooManyIsNamed() throws Exception {
        assertThat(after("insert into entry select " + ENTRIES + ", height, time_millis, command_id, jws_hash, action,"
                + " service_id, capability, node_id, consensus_id, decision, previous_hash, entry_hash, merkle_root, leaf"
                + " from entry where index = 5"))
                .extracting(AuditDifference::index, AuditDifference::column)
                .containsExactly(tuple((long) ENTRIES, "entry.row"));
    }

    @Test
    void swappedRowsAreNamedBoth() throws Exception {
        assertThat(after("update entry set index = -1 where index = 20", "update entry set index = 20 where index = 21",
                "update entry set index = 21 where index = -1"))
                .extracting(AuditDifference::index)
                .contains(20L, 21L);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "height = height + 100000", "header = set_byte(header, 20, get_byte(header, 20) # 1)",
        "certificate = set_byte(certificate, length(certificate) - 9, get_byte(certificate, length(certificate) - 9) # 1)",
        "first_index = first_index + 1", "audit_size = audit_size + 100000",
        "audit_root = set_byte(audit_root, 1, get_byte(audit_root, 1) # 1)"
    })
    void aChangedColumnOfABlockIsNamed(String change) throws Exception {
        String column = change.substring(0, change.indexOf(' '));
        Long middle = jdbc.queryForObject("select height from block where first_index > 40 order by height limit 1", Long.class);

        assertThat(after("update block set " + change + " where height = " + middle))
                .as(change)
                .isNotEmpty()
                .anyMatch(difference -> difference.column().contains("block." + column)
                        || difference.column().equals("block.row"));
    }

    @Test
    void aChangedRootOfAFullRunIsNamed() throws Exception {
        assertThat(after("update subtree set root = set_byte(root, 1, get_byte(root, 1) # 1)"))
                .extracting(AuditDifference::column)
                .containsExactly("subtree.root level 1 index 0");
        assertThat(after("delete from subtree")).extracting(AuditDifference::found).contains("(missing)");
        assertThat(after("update subtree set root = '\\x00'"))
                .extracting(AuditDifference::column)
                .containsExactly("subtree.root level 1 index 0");
    }

    private static final String CHANGED_RUN = "update subtree set root = set_byte(root, 1, get_byte(root, 1) # 1)";

    @Test
    void aChangedRootIsNamedBesideOtherDamage() throws Exception {
        for (long index : new long[] {4, 255, 256, ENTRIES - 1}) {
            assertThat(after("update entry set action = 'x' where index = " + index, CHANGED_RUN))
                    .as("index %d", index)
                    .extracting(AuditDifference::index, AuditDifference::column)
                    .containsExactlyInAnyOrder(
                            tuple(index, "entry.action"), tuple(0L, "subtree.root level 1 index 0"));
        }
    }

    /** Nobody knows any more what the leaf was; what the run's root must be is known as long as it is untouched. */
    @Test
    void aRootOverALeafThatIsLostIsNamedOnlyIfItWasChangedToo() throws Exception {
        for (long index : new long[] {4, 255}) {
            String lost = "update entry set leaf = set_byte(leaf, 40, get_byte(leaf, 40) # 1), action = 'x' where index = "
                    + index;
            assertThat(after(lost))
                    .extracting(AuditDifference::column)
                    .anyMatch(column -> column.startsWith("entry.leaf of entries "))
                    .noneMatch(column -> column.startsWith("subtree"));
            assertThat(after(lost, CHANGED_RUN))
                    .extracting(AuditDifference::column)
                    .contains("subtree.root level 1 index 0");
        }
    }

    @Test
    void aChangedHeadIsNamed() throws Exception {
        assertThat(after("update head set header = set_byte(header, 20, get_byte(header, 20) # 1)"))
                .anyMatch(difference -> difference.column().contains("head."));
        assertThat(after("delete from head")).extracting(AuditDifference::column).containsExactly("head.row");
        assertThat(after("update head set edge = set_byte(edge, 1, get_byte(edge, 1) # 1)"))
                .extracting(AuditDifference::column).containsExactly("head.edge");
        assertThat(after("update head set last_hash = set_byte(last_hash, 1, get_byte(last_hash, 1) # 1)"))
                .extracting(AuditDifference::column).containsExactly("head.last_hash");
    }

    @Test
    void theDifferenceSaysWhatIsExpectedAndWhatIsThere() throws Exception {
        AuditDifference difference = after("update entry set action = 'identity_revoked' where index = 0").getFirst();

        assertThat(difference.expected()).isEqualTo("identity_registered");
        assertThat(difference.found()).isEqualTo("identity_revoked");
        assertThat(difference.height()).isEqualTo(1);
    }

    @Test
    void theProjectionOfNewBlocksDoesNotStumbleOverADamagedRow() throws Exception {
        LedgerReplicas own = LedgerReplicas.start();
        try (own; RunningService log = RunningService.start(AuditApplication::builder, own)) {
            LogStory.tell(own.chain(), 10);
            log.awaitHeight(own.chain().height());
            log.jdbc().update("update entry set leaf = '\\x01', entry_hash = '\\x02' where index = 9");
            own.chain().commit();
            log.awaitHeight(own.chain().height());

            assertThat(log.progress().alarm()).isEmpty();
            assertThat(log.read("/v1/audit/entries/9").statusCode()).isEqualTo(500);
            assertThat(log.read("/v1/audit/entries/9").body()).contains("/v1/audit/check");
        }
    }
}
