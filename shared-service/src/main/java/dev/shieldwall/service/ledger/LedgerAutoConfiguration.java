package dev.shieldwall.service.ledger;

import dev.shieldwall.client.ledger.LedgerClient;
import dev.shieldwall.client.ledger.ReplicaExchange;
import dev.shieldwall.model.block.CertificateRejectedException;
import dev.shieldwall.model.genesis.Genesis;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.springboot.circuitbreaker.autoconfigure.CircuitBreakerAutoConfiguration;
import io.github.resilience4j.springboot.timelimiter.autoconfigure.TimeLimiterAutoConfiguration;
import io.github.resilience4j.timelimiter.TimeLimiterConfig;
import io.github.resilience4j.timelimiter.TimeLimiterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/** The ledger client of a service, from {@code shieldwall.replicas}. */
@AutoConfiguration(after = {CircuitBreakerAutoConfiguration.class, TimeLimiterAutoConfiguration.class})
@Conditional(OnReplicas.class)
@EnableConfigurationProperties(LedgerProperties.class)
public class LedgerAutoConfiguration {

    /** Half of the last twenty calls failed: leave the replica alone for two seconds, then let three calls try. */
    static final CircuitBreakerConfig BREAKER = CircuitBreakerConfig.custom()
            .slidingWindowSize(20)
            .minimumNumberOfCalls(4)
            .failureRateThreshold(50)
            .waitDurationInOpenState(Duration.ofSeconds(2))
            .permittedNumberOfCallsInHalfOpenState(3)
            .recordResult(GuardedExchange::isFailure)
            .build();

    /** A bean so that its threads end with the context, and no candidate for anybody else's client. */
    @Bean(destroyMethod = "shutdownNow", defaultCandidate = false)
    HttpClient replicaHttp(LedgerProperties properties) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(properties.connectTimeout())
                .build();
    }

    @Bean
    @ConditionalOnMissingBean
    LedgerClient ledgerClient(
            Genesis genesis, LedgerProperties properties, @Qualifier("replicaHttp") HttpClient http,
            CircuitBreakerRegistry breakers, TimeLimiterRegistry limiters)
            throws CertificateRejectedException {
        TimeLimiterConfig limit = TimeLimiterConfig.custom().timeoutDuration(properties.submitTimeout()).build();
        Map<URI, GuardedExchange.Guard> guards = new LinkedHashMap<>();
        for (int i = 0; i < properties.replicas().size(); i++) {
            String name = "replica-" + i;
            guards.put(properties.replicas().get(i), new GuardedExchange.Guard(
                    breakers.circuitBreaker(name, BREAKER), limiters.timeLimiter(name, limit)));
        }
        var guarded = new GuardedExchange(ReplicaExchange.over(http), guards);
        return new LedgerClient(genesis, properties.settings(), http, guarded);
    }

    @Bean
    @ConditionalOnMissingBean
    CommandForwarder commandForwarder(LedgerClient ledger, Genesis genesis) {
        return new CommandForwarder(ledger, genesis);
    }
}
