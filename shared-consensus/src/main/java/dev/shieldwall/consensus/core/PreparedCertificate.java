package dev.shieldwall.consensus.core;

import dev.shieldwall.model.block.BlockHeader;
import dev.shieldwall.model.block.QuorumCertificate;
import dev.shieldwall.model.block.Vote;
import dev.shieldwall.model.block.VoteType;
import dev.shieldwall.model.codec.Hash;

/**
 * Proof that a block was prepared in one view: the primary's signed proposal and PREPARE votes of q-1 other replicas.
 * Two different blocks of one height cannot both be prepared in one view.
 *
 * @param proposal PRE_PREPARE vote of the primary of that view
 * @param prepares votes of replicas other than the primary
 */
public record PreparedCertificate(BlockHeader header, Vote proposal, QuorumCertificate prepares) {

    public PreparedCertificate {
        boolean agrees = proposal.type() == VoteType.PRE_PREPARE && prepares.type() == VoteType.PREPARE
                && proposal.height() == header.height() && prepares.height() == header.height()
                && proposal.view() == prepares.view() && proposal.blockHash().equals(prepares.blockHash());
        if (!agrees) {
            throw new IllegalArgumentException("the parts of a prepare certificate are about different things");
        }
    }

    public long view() {
        return proposal.view();
    }

    public long height() {
        return proposal.height();
    }

    public Hash blockHash() {
        return proposal.blockHash();
    }
}
