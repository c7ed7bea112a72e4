package dev.shieldwall.consensus.pbft;

import dev.shieldwall.consensus.core.Message.NewView;
import dev.shieldwall.consensus.core.Message.ViewChange;
import dev.shieldwall.consensus.core.Output;
import dev.shieldwall.consensus.core.PreparedCertificate;
import dev.shieldwall.consensus.core.WalRecord;
import dev.shieldwall.model.block.Block;
import dev.shieldwall.model.block.QuorumCertificate;
import dev.shieldwall.model.block.Vote;
import dev.shieldwall.model.block.VoteType;
import dev.shieldwall.model.codec.Hash;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Reads the log back into the variables of a replica, and says which records are still needed. */
final class Recovery {

    private final PbftState state;
    private final NormalCase normal;
    private final ViewChangeCase viewChange;

    Recovery(PbftState state, NormalCase normal, ViewChangeCase viewChange) {
        this.state = state;
        this.normal = normal;
        this.viewChange = viewChange;
    }

    /** Heights that the host already has are skipped, but views and own signatures count whatever their height. */
    void replay(WalRecord record) {
        switch (record) {
            case WalRecord.Body(Block block) -> restoreBody(block);
            case WalRecord.Accepted(Vote proposal) -> restoreProposal(proposal);
            case WalRecord.OwnVote(Vote vote) -> restoreOwn(vote);
            case WalRecord.OwnViewChange(ViewChange message) -> {
                state.signatures.restore(message);
                viewChange.restore(message);
            }
            case WalRecord.Entered(NewView message) -> {
                state.signatures.restore(message);
                viewChange.restore(message);
            }
            case WalRecord.Prepared(PreparedCertificate certificate) -> {
                if (certificate.height() == state.slot.height) {
                    state.slot.prepared = certificate;
                }
            }
            case WalRecord.Committed(QuorumCertificate certificate) -> restoreCommit(certificate);
        }
    }

    private void restoreBody(Block block) {
        if (block.header().height() == state.slot.height) {
            Hash hash = block.header().hash();
            state.slot.addBody(hash, block);
            state.slot.makeDurable(hash);
        }
    }

    private void restoreProposal(Vote proposal) {
        if (proposal.height() == state.slot.height && proposal.view() == state.view && state.active) {
            state.slot.proposal = proposal;
        }
    }

    private void restoreOwn(Vote vote) {
        state.signatures.restore(vote);
        Slot slot = state.slot;
        if (vote.height() != slot.height) {
            return;
        }
        slot.verdicts.put(vote.blockHash(), true);
        slot.timely |= vote.view() == state.view && state.active;
        switch (vote.type()) {
            case PRE_PREPARE -> restoreProposal(vote);
            case PREPARE -> slot.prepares.record(vote);
            case COMMIT -> slot.commits.record(vote);
        }
    }

    private void restoreCommit(QuorumCertificate certificate) {
        if (certificate.height() < state.slot.height) {
            return;
        }
        Block block = state.slot.body(certificate.blockHash());
        if (certificate.height() > state.slot.height || block == null) {
            throw new IllegalStateException("the log lacks the block of height " + state.slot.height);
        }
        state.effects.add(new Output.Deliver(block, certificate));
        normal.moveOn(block, certificate);
    }

    List<WalRecord> essentials() {
        List<WalRecord> records = new ArrayList<>();
        if (state.entered != null) {
            records.add(new WalRecord.Entered(state.entered));
        }
        state.signatures.viewChange()
                .filter(own -> !state.active || state.entered == null
                        || own.statement().newView() > state.entered.statement().view())
                .ifPresent(own -> records.add(new WalRecord.OwnViewChange(own)));
        Slot slot = state.slot;
        slot.durableBodies().values().forEach(block -> records.add(new WalRecord.Body(block)));
        if (slot.proposal != null && slot.proposal.replica() != state.self) {
            records.add(new WalRecord.Accepted(slot.proposal));
        }
        state.signatures.votes().stream()
                .sorted(Comparator.comparing(Vote::type, Comparator.comparingInt(VoteType::code)))
                .forEach(vote -> records.add(new WalRecord.OwnVote(vote)));
        if (slot.prepared != null) {
            records.add(new WalRecord.Prepared(slot.prepared));
        }
        return records;
    }
}
