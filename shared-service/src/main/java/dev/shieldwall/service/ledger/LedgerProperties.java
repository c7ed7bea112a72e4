package dev.shieldwall.service.ledger;

import dev.shieldwall.client.ledger.LedgerSettings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How a service reaches the replicas.
 *
 * @param replicas base addresses in the order of the replicas' indexes
 * @param hedgeAfter see {@link LedgerSettings}
 * @param submitTimeout see {@link LedgerSettings}; below the gateway's own timeout
 * @param idleTimeout see {@link LedgerSettings}
 * @param connectTimeout for one TCP connection
 */
@ConfigurationProperties("shieldwall")
public record LedgerProperties(
        List<URI> replicas,
        @DefaultValue("1500ms") Duration hedgeAfter,
        @DefaultValue("8s") Duration submitTimeout,
        @DefaultValue("12s") Duration idleTimeout,
        @DefaultValue("1s") Duration connectTimeout) {

    LedgerSettings settings() {
        return new LedgerSettings(replicas, hedgeAfter, submitTimeout, idleTimeout);
    }
}
