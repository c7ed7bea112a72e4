package dev.shieldwall.model.audit;

import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.identity.PrincipalId;
import java.util.List;

/**
 * Who agreed to an audit entry (S0-58), taken from the commit certificate of its block when the entry is served.
 *
 * @param participatingNodes the replicas that signed, in the order of {@code signatures}
 * @param consensusHash hash of the block header that they signed
 * @param view of the votes; with the header's hash it makes up the signed bytes
 * @param signatures Ed25519, 64 bytes each
 */
public record NodeConsensus(
        List<PrincipalId> participatingNodes, Hash consensusHash, long view, List<Bytes> signatures) {

    public NodeConsensus {
        participatingNodes = List.copyOf(participatingNodes);
        signatures = List.copyOf(signatures);
        if (participatingNodes.size() != signatures.size()) {
            throw new IllegalArgumentException("a node for each signature is needed");
        }
    }
}
