package dev.shieldwall.replica.http;

import dev.shieldwall.replica.host.ReplicaHost;
import dev.shieldwall.service.observe.CryptoHealth;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The controllers of a replica, its health and its metrics. */
@Configuration(proxyBeanMethods = false)
@Import({CommandController.class, DecisionController.class, BlockController.class, StatusController.class})
public class ReplicaApi {

    @Bean
    ReplicaHost replicaHost(ReplicaNode node) {
        return node.host();
    }

    @Bean
    HealthIndicator replicaHealthIndicator(StatusQuery status) {
        return new ReplicaHealth(status);
    }

    @Bean
    HealthIndicator cryptoHealthIndicator() {
        return new CryptoHealth();
    }

    @Bean
    StatusQuery statusQuery(ReplicaHost host) {
        return new StatusQuery(host);
    }

    @Bean
    MeterBinder replicaMetrics(ReplicaNode node) {
        return new ReplicaMetrics(node.host(), node.transport());
    }
}
