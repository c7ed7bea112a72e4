package dev.shieldwall.service.projection;

import dev.shieldwall.client.ledger.LedgerClient;
import dev.shieldwall.model.genesis.Genesis;
import dev.shieldwall.service.ledger.LedgerAutoConfiguration;
import java.time.Duration;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A follower for a service that declares a {@link ProjectionHandler}. The service lists
 * {@code classpath:db/projection} among its Flyway locations.
 */
@AutoConfiguration(
        after = {
            LedgerAutoConfiguration.class,
            JdbcTemplateAutoConfiguration.class,
            TransactionAutoConfiguration.class,
            FlywayAutoConfiguration.class
        })
@ConditionalOnBean({ProjectionHandler.class, LedgerClient.class})
public class ProjectionAutoConfiguration {

    @Bean
    ProjectionProgress projectionProgress() {
        return new ProjectionProgress();
    }

    @Bean
    LogFollower logFollower(
            LedgerClient ledger, ProjectionStore store, ProjectionProgress progress) {
        return new LogFollower(ledger, store, progress);
    }

    @Bean
    ProjectionStore projectionStore(
            JdbcTemplate jdbc, PlatformTransactionManager transactions, List<ProjectionHandler> handlers,
            Genesis genesis) {
        return new ProjectionStore(jdbc, new TransactionTemplate(transactions), handlers, genesis.chainId());
    }

    /** After security: only those who may read may wait. */
    @Bean
    FilterRegistrationBean<MinHeightFilter> minHeight(
            ProjectionProgress progress, @Value("${shieldwall.min-height-patience:5s}") Duration patience) {
        var registration = new FilterRegistrationBean<>(new MinHeightFilter(progress, patience));
        registration.setOrder(Ordered.LOWEST_PRECEDENCE - 10);
        return registration;
    }
}
