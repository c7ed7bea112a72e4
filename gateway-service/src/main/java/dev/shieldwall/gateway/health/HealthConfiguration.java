package dev.shieldwall.gateway.health;

import dev.shieldwall.gateway.route.UpstreamProperties;
import dev.shieldwall.model.block.ReplicaKeys;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the probe to the addresses of the components. */
@Configuration(proxyBeanMethods = false)
class HealthConfiguration {

    @Bean
    HealthProbe healthProbe(UpstreamProperties upstreams, ReplicaKeys replicas) {
        return new HealthProbe(upstreams, replicas);
    }
}
