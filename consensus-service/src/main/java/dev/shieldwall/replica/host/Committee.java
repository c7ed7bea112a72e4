package dev.shieldwall.replica.host;

import dev.shieldwall.consensus.core.ConsensusGroup;
import dev.shieldwall.model.block.CertificateRejectedException;
import dev.shieldwall.model.block.ReplicaKeys;
import dev.shieldwall.model.genesis.Genesis;

/** Genesis, what consensus needs of it, its checked keys, and which of its replicas this one is. */
public record Committee(Genesis genesis, ConsensusGroup group, ReplicaKeys keys, int self) {

    public static Committee of(Genesis genesis, int self) throws CertificateRejectedException {
        if (self < 0 || self >= genesis.replicaSet().size()) {
            throw new IllegalArgumentException("genesis has no replica " + self);
        }
        return new Committee(genesis, ConsensusGroup.of(genesis), ReplicaKeys.of(genesis), self);
    }

    public int size() {
        return group.size();
    }
}
