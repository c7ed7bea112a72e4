package dev.shieldwall.replica.http;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Down when the replica itself is stuck or halted; a missing quorum is the mesh's trouble, not this replica's. */
final class ReplicaHealth implements HealthIndicator {

    private final StatusQuery status;

    ReplicaHealth(StatusQuery status) {
        this.status = status;
    }

    @Override
    public Health health() {
        try {
            ReplicaStatus now = status.ask();
            boolean well = !now.role().equals("stuck") && !now.role().equals("halted");
            return (well ? Health.up() : Health.down())
                    .withDetail("role", now.role())
                    .withDetail("height", now.height())
                    .withDetail("view", now.view())
                    .withDetail("noProgress", String.valueOf(now.noProgress()))
                    .withDetail("signatureBackend", now.signatureBackend())
                    .build();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Health.unknown().build();
        }
    }
}
