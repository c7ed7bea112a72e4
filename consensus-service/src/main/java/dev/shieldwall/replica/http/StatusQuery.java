package dev.shieldwall.replica.http;

import dev.shieldwall.consensus.pbft.Standing;
import dev.shieldwall.crypto.signature.Ed25519Verifier;
import dev.shieldwall.model.block.BlockHeader;
import dev.shieldwall.model.block.QuorumCertificate;
import dev.shieldwall.replica.host.Head;
import dev.shieldwall.replica.host.LoopStatus;
import dev.shieldwall.replica.host.PeerLink;
import dev.shieldwall.replica.host.ReplicaHost;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Puts together what a replica knows about itself. */
final class StatusQuery {

    private final ReplicaHost host;

    StatusQuery(ReplicaHost host) {
        this.host = host;
    }

    ReplicaStatus ask() throws InterruptedException {
        LoopStatus loop = host.status();
        Standing standing = loop == null ? host.lastStanding() : loop.standing();
        Head head = host.head();
        BlockHeader header = head.header();
        QuorumCertificate certificate = head.certificate();
        List<PeerLink.PeerState> peers = host.peers();
        int self = host.committee().self();
        return new ReplicaStatus(
                self, role(self, loop, standing), head.height(), standing.view(), standing.primary(),
                host.committee().group().chainId(), header == null ? null : header.hash(),
                header == null ? null : Long.valueOf(header.timeMillis()),
                certificate == null ? null : Long.valueOf(certificate.view()),
                certificate == null ? List.of() : certificate.signerIndexes(), standing.proposed(),
                standing.prepared(), standing.committed(), missing(standing), noProgress(loop, standing, peers),
                host.history().storedHeight(), host.waitingCommands(), host.waitingCallers(), host.logBytes(),
                loop == null ? 0 : loop.alarms(), loop == null ? null : loop.lastAlarm(),
                Ed25519Verifier.backendName(), peers.stream().map(StatusQuery::peer).toList());
    }

    private static ReplicaStatus.Peer peer(PeerLink.PeerState state) {
        return new ReplicaStatus.Peer(
                state.replica(), state.votesUp(), state.bulkUp(), state.droppedFrames(), state.refusedStreams(),
                state.trouble());
    }

    private static String role(int self, @Nullable LoopStatus loop, Standing standing) {
        if (loop == null) {
            return "stuck";
        }
        if (standing.halted()) {
            return "halted";
        }
        return loop.silence() != null ? "observer" : standing.primary() == self ? "primary" : "backup";
    }

    private List<Integer> missing(Standing standing) {
        if (!standing.proposed()) {
            return List.of();
        }
        return IntStream.range(0, host.committee().size())
                .filter(replica -> !standing.committed().contains(replica))
                .boxed()
                .toList();
    }

    private @Nullable String noProgress(@Nullable LoopStatus loop, Standing standing, List<PeerLink.PeerState> peers) {
        List<String> reasons = new ArrayList<>();
        if (loop == null) {
            reasons.add("the owner thread does not answer");
        } else if (loop.silence() != null) {
            reasons.add(loop.silence());
        }
        if (standing.halted()) {
            reasons.add("SAFETY_BROKEN: contradicting certificates were seen");
        }
        if (!standing.active()) {
            reasons.add("waits for view " + standing.view());
        }
        long reachable = 1 + peers.stream().filter(peer -> peer.votesUp() && peer.bulkUp()).count();
        if (reachable < host.committee().group().replicas().quorum()) {
            reasons.add("reaches " + reachable + " of the " + host.committee().group().replicas().quorum()
                    + " replicas that a quorum needs");
        }
        if (host.isBacklogged()) {
            reasons.add("too many blocks wait for the database");
        }
        return reasons.isEmpty() ? null : String.join("; ", reasons);
    }
}
