package dev.shieldwall.client.ledger;

import java.net.URI;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts how one replica behaves. Thread-safe. */
final class ReplicaTally {

    private static final Logger log = LoggerFactory.getLogger(ReplicaTally.class);

    private final URI replica;
    private final LongAdder decided = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder forged = new LongAdder();

    ReplicaTally(URI replica) {
        this.replica = replica;
    }

    URI replica() {
        return replica;
    }

    void decided() {
        decided.increment();
    }

    void refused() {
        refused.increment();
    }

    void failed() {
        failed.increment();
    }

    /** Only the first lie of a replica is logged as a warning: it decides how often it lies. */
    void forged(String what) {
        forged.increment();
        if (forged.sum() == 1) {
            log.warn("replica {} sent what does not verify: {}", replica, what);
        } else {
            log.debug("replica {} sent what does not verify: {}", replica, what);
        }
    }

    ReplicaRecord snapshot() {
        return new ReplicaRecord(replica, decided.sum(), refused.sum(), failed.sum(), forged.sum());
    }
}
