package dev.shieldwall.gateway.health;

import dev.shieldwall.model.codec.JsonCodec;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells whether the mesh can decide, and which component is not well. */
@RestController
class HealthController {

    private static final JsonCodec<MeshHealth> CODEC = JsonCodec.of(MeshHealth.class);

    private final HealthProbe probe;

    HealthController(HealthProbe probe) {
        this.probe = probe;
    }

    @GetMapping(path = "/v1/health", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> health() throws InterruptedException {
        MeshHealth health = probe.health();
        HttpStatus status = health.status() == MeshHealth.Status.DOWN ? HttpStatus.SERVICE_UNAVAILABLE : HttpStatus.OK;
        return ResponseEntity.status(status).body(CODEC.encode(health));
    }
}
