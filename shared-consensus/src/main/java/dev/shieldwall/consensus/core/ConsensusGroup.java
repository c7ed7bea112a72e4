package dev.shieldwall.consensus.core;

import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.genesis.ConsensusParameters;
import dev.shieldwall.model.genesis.Genesis;
import dev.shieldwall.model.genesis.Limits;
import dev.shieldwall.model.replica.ReplicaSet;

/**
 * Who decides together, under which chain id, with which parameters: the part of genesis that consensus needs.
 *
 * @param setHash hash of {@code replicas}, computed once
 */
public record ConsensusGroup(
        Hash chainId, ReplicaSet replicas, Hash setHash, ConsensusParameters parameters, Limits limits) {

    public static ConsensusGroup of(Genesis genesis) {
        return new ConsensusGroup(genesis.chainId(), genesis.replicaSet(), genesis.replicaSet().hash(),
                genesis.consensus(), genesis.limits());
    }

    /** The replica that proposes at {@code height} in {@code view}; it changes every rotationBlocks heights. */
    public int primary(long view, long height) {
        return Math.floorMod(view + (height - 1) / parameters.rotationBlocks(), replicas.size());
    }

    public int size() {
        return replicas.size();
    }

    public long epoch() {
        return replicas.epoch();
    }
}
