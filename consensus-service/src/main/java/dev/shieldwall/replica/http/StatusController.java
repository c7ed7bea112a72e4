package dev.shieldwall.replica.http;

import dev.shieldwall.model.replica.ReplicaSet;
import dev.shieldwall.replica.host.ReplicaHost;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows where this replica stands, and who the replicas are. */
@RestController
@Tag(name = "consensus")
class StatusController {

    private final StatusQuery status;
    private final ReplicaHost host;

    StatusController(StatusQuery status, ReplicaHost host) {
        this.status = status;
        this.host = host;
    }

    @Operation(summary = "Where this replica stands and why nothing moves, if nothing moves")
    @GetMapping("/v1/consensus/status")
    ReplicaStatus status() throws InterruptedException {
        return status.ask();
    }

    @Operation(summary = "The replicas and their public keys",
            description = "From the replica's genesis: a verifier brings its own genesis and compares")
    @GetMapping("/v1/replica-set")
    ReplicaSet replicaSet() {
        return host.committee().genesis().replicaSet();
    }
}
