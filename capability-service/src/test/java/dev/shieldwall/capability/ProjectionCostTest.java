package dev.shieldwall.capability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.model.session.SessionId;
import dev.shieldwall.service.mesh.LedgerReplicas;
import dev.shieldwall.service.mesh.RunningService;
import dev.shieldwall.service.mesh.Scenario;
import dev.shieldwall.service.mesh.SqlLog;
import org.junit.jupiter.api.Test;

/** What a block costs the database does not depend on how much is in it, nor on how its kinds take turns. */
class ProjectionCostTest {

    @Test
    void grantsAndAuthorizationsOfABlockAreOneBatchForEachTableWhateverTheirOrder() throws Exception {
        LedgerReplicas replicas = LedgerReplicas.start();
        try (replicas;
                RunningService service =
                        RunningService.start(() -> CapabilityApplication.builder().sources(SqlLog.class), replicas)) {
            Scenario scenario = new Scenario(replicas.chain().mesh(), "worker");
            SessionId session = scenario.newSessionId();
            replicas.chain().commit(scenario.register());
            replicas.chain().commit(scenario.establish(session));
            service.awaitHeight(2);
            SqlLog sql = service.context().getBean(SqlLog.class);
            sql.clear();

            replicas.chain().commit(
                    scenario.authorize(session, "read"), scenario.grant(scenario.newCapabilityId()),
                    scenario.authorize(session, "write"), scenario.grant(scenario.newCapabilityId()),
                    scenario.authorize(session, "delete"));
            service.awaitHeight(3);

            assertThat(sql.sent()).satisfiesExactlyInAnyOrder(
                    position -> assertThat(position).startsWith("update projection_position"),
                    numbers -> assertThat(numbers).startsWith("select coalesce(max(").contains(".capability "),
                    numbers -> assertThat(numbers).startsWith("select coalesce(max(").contains(".operation_decision "),
                    grants -> assertThat(grants).startsWith("insert into ").contains(".capability "),
                    decisions -> assertThat(decisions).startsWith("insert into ").contains(".operation_decision "));
            assertThat(service.jdbc().queryForObject("select count(*) from operation_decision", Long.class))
                    .isEqualTo(3);
        }
    }
}
