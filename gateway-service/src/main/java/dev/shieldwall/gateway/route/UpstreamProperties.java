package dev.shieldwall.gateway.route;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the components listen.
 *
 * @param services the four services
 * @param replicas base addresses in the order of the replica set
 * @param gateway times of the gateway itself
 */
@ConfigurationProperties("shieldwall")
public record UpstreamProperties(Services services, List<URI> replicas, @DefaultValue Gateway gateway) {

    public UpstreamProperties {
        replicas = List.copyOf(replicas);
    }

    /** Base addresses of the services. */
    public record Services(URI identity, URI capability, URI session, URI audit) {}

    /**
     * @param connectTimeout patience with a connection that does not come up
     * @param timeout patience with an answer; longer than a service waits for a decision, so that it is the service
     *     that says what it knows of the outcome
     * @param openFor how long an upstream that failed is left alone
     */
    public record Gateway(
            @DefaultValue("1s") Duration connectTimeout, @DefaultValue("20s") Duration timeout,
            @DefaultValue("2s") Duration openFor) {}
}
