package dev.shieldwall.service.observe;

import dev.shieldwall.client.ledger.LedgerClient;
import dev.shieldwall.client.ledger.ReplicaRecord;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToLongFunction;

/** How each replica behaves towards this service. */
final class LedgerMetrics implements MeterBinder {

    private final LedgerClient ledger;

    LedgerMetrics(LedgerClient ledger) {
        this.ledger = ledger;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (int i = 0; i < ledger.replicas().size(); i++) {
            count(registry, i, "decided", ReplicaRecord::decided);
            count(registry, i, "refused", ReplicaRecord::refused);
            count(registry, i, "failed", ReplicaRecord::failed);
            count(registry, i, "forged", ReplicaRecord::forged);
        }
    }

    private void count(MeterRegistry registry, int replica, String answer, ToLongFunction<ReplicaRecord> value) {
        FunctionCounter.builder(
                        "shieldwall.ledger.answers", ledger, client -> value.applyAsLong(client.replicas().get(replica)))
                .description("Answers of a replica by their worth")
                .tag("replica", Integer.toString(replica))
                .tag("answer", answer)
                .register(registry);
    }
}
