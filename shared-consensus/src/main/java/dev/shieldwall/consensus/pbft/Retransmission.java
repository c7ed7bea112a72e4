package dev.shieldwall.consensus.pbft;

import dev.shieldwall.consensus.core.Message.Body;
import dev.shieldwall.consensus.core.Message.Commit;
import dev.shieldwall.consensus.core.Message.FetchBody;
import dev.shieldwall.consensus.core.Message.PrePrepare;
import dev.shieldwall.consensus.core.Message.Prepare;
import dev.shieldwall.consensus.core.Message.Status;
import dev.shieldwall.consensus.core.Output;
import dev.shieldwall.consensus.core.PreparedCertificate;
import dev.shieldwall.model.block.Block;
import dev.shieldwall.model.block.QuorumCertificate;
import dev.shieldwall.model.block.Vote;
import dev.shieldwall.model.block.VoteType;
import dev.shieldwall.model.codec.Hash;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Says again what may have been lost, and answers those who ask. Nothing here decides anything: every repeated message
 * is the same bytes as before.
 */
final class Retransmission {

    private final PbftState state;
    private final Effects effects;
    private final NormalCase normal;
    /** Peers that got the NewView since the last tick: a bound on what a faulty peer can make us send. */
    private final boolean[] helped;
    /** Peers that got a body since the last tick: a question of forty bytes is answered with a megabyte. */
    private final boolean[] fed;
    private long viewAtLastTick = -1;
    private long heightAtLastTick = -1;
    private @Nullable Hash bodyAskedFor;
    private int nextBodyPeer;

    Retransmission(PbftState state, NormalCase normal) {
        this.state = state;
        this.effects = state.effects;
        this.normal = normal;
        this.helped = new boolean[state.group.size()];
        this.fed = new boolean[state.group.size()];
    }

    void tick() {
        Arrays.fill(helped, false);
        Arrays.fill(fed, false);
        bodyAskedFor = null;
        boolean stuck = viewAtLastTick == state.view && heightAtLastTick == state.slot.height;
        viewAtLastTick = state.view;
        heightAtLastTick = state.slot.height;
        if (stuck || !state.active) {
            everything();
        } else {
            effects.broadcast(standing());
        }
    }

    /** Where we stand and all that we last signed for it. */
    void everything() {
        effects.broadcast(standing());
        if (!state.active) {
            state.signatures.viewChange().ifPresent(effects::broadcast);
            return;
        }
        proposal();
        long height = state.slot.height;
        state.signatures.voted(VoteType.PREPARE, height, state.view)
                .ifPresent(vote -> effects.broadcast(new Prepare(vote)));
        state.signatures.voted(VoteType.COMMIT, height, state.view)
                .ifPresent(vote -> effects.broadcast(new Commit(vote)));
    }

    /** The primary repeats its proposal to those who have not prepared it. */
    private void proposal() {
        Vote proposal = state.slot.proposal;
        Block block = proposal == null ? null : state.slot.body(proposal.blockHash());
        if (proposal == null || block == null || proposal.replica() != state.self) {
            return;
        }
        for (int peer = 0; peer < state.group.size(); peer++) {
            if (peer != state.self && !state.slot.prepares.hasVoted(peer, state.view, proposal.blockHash())) {
                effects.send(peer, new PrePrepare(proposal, block));
            }
        }
    }

    private Status standing() {
        return new Status(state.view, state.active, state.tip.height());
    }

    /** A peer that is behind learns where we are; one that missed the new view gets it. */
    void onStatus(int from, Status status) {
        state.catchUp.claim(from, status.height());
        if (status.height() < state.tip.height()) {
            effects.send(from, standing());
        }
        boolean lacksView = status.view() < state.view || (status.view() == state.view && !status.active());
        if (lacksView && state.active && state.entered != null && !helped[from]) {
            helped[from] = true;
            effects.send(from, state.entered);
        }
    }

    void onFetch(int from, long fromHeight) {
        if (fromHeight <= state.tip.height()) {
            effects.add(new Output.ServeBlocks(from, fromHeight));
        }
    }

    /**
     * At most one body a tick to each: an honest peer asks somebody else on its next tick. Who asks for a body of a height
     * that we have committed asks too late and learns so.
     */
    void onFetchBody(int from, Hash hash) {
        Block block = state.slot.body(hash);
        if (block != null && !fed[from]) {
            fed[from] = true;
            effects.send(from, new Body(block));
        } else if (block == null) {
            effects.send(from, standing());
        }
    }

    /** Asks one of those who must have the body that this replica lacks; another one after each tick. */
    void fetchWantedBody() {
        Hash wanted = normal.wantedBody();
        if (wanted == null || wanted.equals(bodyAskedFor)) {
            return;
        }
        List<Integer> holders = holders();
        if (!holders.isEmpty()) {
            bodyAskedFor = wanted;
            effects.send(holders.get(Math.floorMod(nextBodyPeer++, holders.size())), new FetchBody(wanted));
        }
    }

    private List<Integer> holders() {
        QuorumCertificate decided = state.slot.decided;
        PreparedCertificate choice = state.mandate.choiceAt(state.slot.height);
        IntStream signers = decided != null
                ? decided.signerIndexes().stream().mapToInt(Integer::intValue)
                : choice == null
                        ? IntStream.empty()
                        : IntStream.concat(
                                IntStream.of(choice.proposal().replica()),
                                choice.prepares().signerIndexes().stream().mapToInt(Integer::intValue));
        return signers.filter(peer -> peer != state.self).boxed().toList();
    }
}
