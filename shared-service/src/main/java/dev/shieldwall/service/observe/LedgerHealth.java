package dev.shieldwall.service.observe;

import dev.shieldwall.client.ledger.LedgerClient;
import dev.shieldwall.client.ledger.ReplicaRecord;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import java.util.List;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Down while the circuits to so many replicas are open that the rest is no quorum. Asks nobody: it reads the record. */
final class LedgerHealth implements HealthIndicator {

    private final LedgerClient ledger;
    private final CircuitBreakerRegistry breakers;

    LedgerHealth(LedgerClient ledger, CircuitBreakerRegistry breakers) {
        this.ledger = ledger;
        this.breakers = breakers;
    }

    @Override
    public Health health() {
        List<ReplicaRecord> records = ledger.replicas();
        var health = new Health.Builder();
        int open = 0;
        for (int i = 0; i < records.size(); i++) {
            CircuitBreaker.State state = breakers.circuitBreaker("replica-" + i).getState();
            open += state == CircuitBreaker.State.OPEN ? 1 : 0;
            ReplicaRecord one = records.get(i);
            health.withDetail("replica-" + i, state + ", decided " + one.decided() + ", refused " + one.refused()
                    + ", failed " + one.failed() + ", forged " + one.forged());
        }
        boolean quorum = ledger.keys().set().size() - open >= ledger.keys().set().quorum();
        return (quorum ? health.up() : health.down()).build();
    }
}
