package dev.shieldwall.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.service.mesh.LedgerReplicas;
import dev.shieldwall.service.mesh.OpenApiSnapshot;
import dev.shieldwall.service.mesh.RunningService;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OpenApiTest {

    @Test
    void theDocumentIsTheOneInTheRepositoryAndPointsToWhereItWasRead() throws Exception {
        LedgerReplicas replicas = LedgerReplicas.start();
        try (replicas; RunningService service = RunningService.start(GatewayApplication::builder, replicas, Map.of(
                        "shieldwall.services.identity", "http://127.0.0.1:1",
                        "shieldwall.services.capability", "http://127.0.0.1:1",
                        "shieldwall.services.session", "http://127.0.0.1:1",
                        "shieldwall.services.audit", "http://127.0.0.1:1"))) {
            assertThat(service.get("/v3/api-docs").body()).contains("\"servers\":[{\"url\":\"/\"}]");
            OpenApiSnapshot.check(service, "gateway");
        }
    }
}
