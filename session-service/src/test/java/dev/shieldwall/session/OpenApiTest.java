package dev.shieldwall.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.service.mesh.LedgerReplicas;
import dev.shieldwall.service.mesh.OpenApiSnapshot;
import dev.shieldwall.service.mesh.RunningService;
import org.junit.jupiter.api.Test;

class OpenApiTest {

    @Test
    void theDocumentIsTheOneInTheRepositoryAndPointsToWhereItWasRead() throws Exception {
        LedgerReplicas replicas = LedgerReplicas.start();
        try (replicas; RunningService service = RunningService.start(SessionApplication::builder, replicas)) {
            assertThat(service.get("/v3/api-docs").body()).contains("\"servers\":[{\"url\":\"/\"}]");
            OpenApiSnapshot.check(service, "session");
        }
    }
}
