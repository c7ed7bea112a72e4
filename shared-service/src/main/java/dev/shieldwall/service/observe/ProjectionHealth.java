package dev.shieldwall.service.observe;

import dev.shieldwall.service.projection.ProjectionProgress;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Down when the projection has stopped for good; lag alone, as while the replicas lack a quorum, is not down. */
final class ProjectionHealth implements HealthIndicator {

    private final ProjectionProgress progress;

    ProjectionHealth(ProjectionProgress progress) {
        this.progress = progress;
    }

    @Override
    public Health health() {
        Health.Builder health = progress.alarm()
                .map(reason -> Health.down().withDetail("alarm", reason))
                .orElseGet(Health::up);
        return health.withDetail("height", progress.height())
                .withDetail("blockTimeMillis", progress.blockTimeMillis())
                .withDetail("outages", progress.outages())
                .build();
    }
}
