package dev.shieldwall.service.observe;

import dev.shieldwall.client.ledger.LedgerClient;
import dev.shieldwall.service.ledger.LedgerAutoConfiguration;
import dev.shieldwall.service.projection.ProjectionAutoConfiguration;
import dev.shieldwall.service.projection.ProjectionProgress;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/** Health and metrics of what shared-service brings, where it is there. */
@AutoConfiguration(after = {LedgerAutoConfiguration.class, ProjectionAutoConfiguration.class})
public class ObserveAutoConfiguration {

    @Bean
    HealthIndicator cryptoHealthIndicator() {
        return new CryptoHealth();
    }

    @Bean
    @ConditionalOnBean(LedgerClient.class)
    HealthIndicator ledgerHealthIndicator(LedgerClient ledger, CircuitBreakerRegistry breakers) {
        return new LedgerHealth(ledger, breakers);
    }

    @Bean
    @ConditionalOnBean(LedgerClient.class)
    MeterBinder ledgerMetrics(LedgerClient ledger) {
        return new LedgerMetrics(ledger);
    }

    @Bean
    @ConditionalOnBean(ProjectionProgress.class)
    HealthIndicator projectionHealthIndicator(ProjectionProgress progress) {
        return new ProjectionHealth(progress);
    }

    @Bean
    @ConditionalOnBean(ProjectionProgress.class)
    MeterBinder projectionMetrics(ProjectionProgress progress) {
        return new ProjectionMetrics(progress, Clock.systemUTC());
    }
}
