package dev.shieldwall.gateway.health;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells whether the mesh can decide, and which component is not well. */
@RestController
@Tag(name = "health")
class HealthController {

    private final HealthProbe probe;

    HealthController(HealthProbe probe) {
        this.probe = probe;
    }

    @Operation(summary = "Show whether the mesh can decide, and every component", description = "Needs no token.")
    @GetMapping(path = "/v1/health", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<MeshHealth> health() throws InterruptedException {
        MeshHealth health = probe.health();
        HttpStatus status = health.status() == MeshHealth.Status.DOWN ? HttpStatus.SERVICE_UNAVAILABLE : HttpStatus.OK;
        return ResponseEntity.status(status).body(health);
    }
}
