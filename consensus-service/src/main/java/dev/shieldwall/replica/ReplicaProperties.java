package dev.shieldwall.replica;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What one replica must be told.
 *
 * @param index of this replica in the genesis
 * @param folder holds its keys, its log and its snapshots
 * @param peers where each replica listens for the others, host:port, in the order of index
 * @param timeout how long a caller waits for a decision before it is told that the outcome is unknown
 */
@ConfigurationProperties("shieldwall.replica")
record ReplicaProperties(int index, Path folder, List<String> peers, @Nullable Duration timeout) {

    /** Below the eight seconds of the ledger client, so that the replica's answer comes first. */
    static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

    ReplicaProperties {
        peers = List.copyOf(peers);
    }

    Duration timeoutOrDefault() {
        return timeout == null ? DEFAULT_TIMEOUT : timeout;
    }
}
