package dev.shieldwall.service.observe;

import dev.shieldwall.service.projection.ProjectionProgress;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;

/** How far the read model is, and how far behind. */
final class ProjectionMetrics implements MeterBinder {

    private final ProjectionProgress progress;
    private final Clock clock;

    ProjectionMetrics(ProjectionProgress progress, Clock clock) {
        this.progress = progress;
        this.clock = clock;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("shieldwall.projection.height", progress, ProjectionProgress::height)
                .description("Height that the read model reflects")
                .register(registry);
        Gauge.builder("shieldwall.projection.age", this, ProjectionMetrics::ageSeconds)
                .baseUnit("seconds")
                .description("Age of the last block that the read model reflects; grows up to a heartbeat when idle")
                .register(registry);
        Gauge.builder("shieldwall.projection.alarm", progress, p -> p.alarm().isPresent() ? 1 : 0)
                .description("1 when the projection has stopped for good")
                .register(registry);
        FunctionCounter.builder("shieldwall.projection.outages", progress, ProjectionProgress::outages)
                .description("How often the database was away")
                .register(registry);
    }

    private double ageSeconds() {
        long time = progress.blockTimeMillis();
        return time == 0 ? 0 : Math.max(0, clock.millis() - time) / 1000.0;
    }
}
