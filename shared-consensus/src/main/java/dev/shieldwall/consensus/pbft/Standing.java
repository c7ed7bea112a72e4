package dev.shieldwall.consensus.pbft;

import dev.shieldwall.consensus.quorum.VoteTally;
import dev.shieldwall.model.block.Vote;
import dev.shieldwall.model.codec.Hash;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Where a replica stands, for people who ask why nothing moves.
 *
 * @param active false while it waits for the new view
 * @param height committed
 * @param proposed whether a proposal for the next height was accepted in this view
 * @param prepared replicas whose PREPARE for it is here
 * @param committed replicas whose COMMIT for it is here
 * @param level how often the timeout was doubled
 * @param halted contradicting certificates were seen
 */
public record Standing(
        long view, boolean active, int primary, long height, Hash tipHash, boolean proposed, List<Integer> prepared,
        List<Integer> committed, int level, boolean halted) {

    static Standing of(PbftState state) {
        Slot slot = state.slot;
        return new Standing(state.view, state.active, state.primary(), state.tip.height(), state.tip.hash(),
                slot.proposal != null, voters(state, slot.prepares), voters(state, slot.commits), state.level,
                state.halted);
    }

    private static List<Integer> voters(PbftState state, VoteTally tally) {
        Vote proposal = state.slot.proposal;
        return proposal == null
                ? List.of()
                : IntStream.range(0, state.group.size())
                        .filter(replica -> tally.hasVoted(replica, state.view, proposal.blockHash()))
                        .boxed()
                        .toList();
    }
}
