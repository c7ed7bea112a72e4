package dev.shieldwall.replica.http;

import dev.shieldwall.model.codec.Hash;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a replica stands and, when it does not move, why.
 *
 * @param role primary, backup, observer (signs nothing), halted, or stuck (does not answer itself)
 * @param missingVoters replicas whose vote for the present proposal is not here
 * @param noProgress why nothing is decided, absent when nothing hinders
 * @param storedHeight up to which the database has the blocks
 * @param alarms since the start
 * @param signatureBackend library that verifies signatures
 */
public record ReplicaStatus(
        int replica, String role, long height, long view, int primary, Hash chainId, @Nullable Hash lastBlock,
        @Nullable Long lastBlockTimeMillis, @Nullable Long lastCertificateView, List<Integer> lastCertificateSigners,
        boolean proposed, List<Integer> prepared, List<Integer> committed, List<Integer> missingVoters,
        @Nullable String noProgress, long storedHeight, int waitingCommands, int waitingCallers, long logBytes,
        long alarms, @Nullable String lastAlarm, String signatureBackend, List<Peer> peers) {

    public ReplicaStatus {
        lastCertificateSigners = List.copyOf(lastCertificateSigners);
        prepared = List.copyOf(prepared);
        committed = List.copyOf(committed);
        missingVoters = List.copyOf(missingVoters);
        peers = List.copyOf(peers);
    }

    /** The link to one other replica. */
    public record Peer(
            int replica, boolean votesUp, boolean bulkUp, long droppedFrames, long refusedStreams,
            @Nullable String trouble) {}
}
