package dev.shieldwall.client.ledger;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * Where the replicas are and how patient to be.
 *
 * @param replicas base addresses in the order of the replicas' indexes, at least one
 * @param hedgeAfter without an answer for so long, all other replicas are asked as well
 * @param timeout end of one submission; then the outcome is unknown
 * @param idleTimeout a block stream without a block for so long is taken up at another replica; twice the heartbeat
 *     of genesis and some more
 */
public record LedgerSettings(List<URI> replicas, Duration hedgeAfter, Duration timeout, Duration idleTimeout) {

    public static final Duration DEFAULT_HEDGE_AFTER = Duration.ofMillis(1_500);
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(8);
    public static final Duration DEFAULT_IDLE_TIMEOUT = Duration.ofSeconds(12);

    public LedgerSettings {
        replicas = List.copyOf(replicas);
        if (replicas.isEmpty()) {
            throw new IllegalArgumentException("no replica to talk to");
        }
        if (hedgeAfter.isNegative() || timeout.compareTo(hedgeAfter) <= 0 || !idleTimeout.isPositive()) {
            throw new IllegalArgumentException("the timeout is longer than hedgeAfter, and both are positive");
        }
    }

    public static LedgerSettings of(List<URI> replicas) {
        return new LedgerSettings(replicas, DEFAULT_HEDGE_AFTER, DEFAULT_TIMEOUT, DEFAULT_IDLE_TIMEOUT);
    }
}
