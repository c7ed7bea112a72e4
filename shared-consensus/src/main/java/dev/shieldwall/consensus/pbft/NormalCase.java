package dev.shieldwall.consensus.pbft;

import dev.shieldwall.consensus.core.Input.BatchBuilt;
import dev.shieldwall.consensus.core.Input.Received;
import dev.shieldwall.consensus.core.Message.Commit;
import dev.shieldwall.consensus.core.Message.PrePrepare;
import dev.shieldwall.consensus.core.Message.Prepare;
import dev.shieldwall.consensus.core.Output;
import dev.shieldwall.consensus.core.PreparedCertificate;
import dev.shieldwall.consensus.core.Tip;
import dev.shieldwall.consensus.core.WalRecord;
import dev.shieldwall.consensus.quorum.VoteTally;
import dev.shieldwall.model.block.Block;
import dev.shieldwall.model.block.BlockHeader;
import dev.shieldwall.model.block.QuorumCertificate;
import dev.shieldwall.model.block.Vote;
import dev.shieldwall.model.block.VoteType;
import dev.shieldwall.model.codec.Hash;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Pre-prepare, prepare, commit for one height at a time (section 4.2 of the paper). Messages may come in any order:
 * handlers only take notes, and {@link #advance} asks all questions again after each of them.
 */
final class NormalCase {

    private final PbftState state;
    private final Effects effects;
    private final PbftRules rules;
    private final EarlyMessages early = new EarlyMessages();

    NormalCase(PbftState state) {
        this.state = state;
        this.effects = state.effects;
        this.rules = state.rules;
    }

    /** Messages that were early before the last commit or view entry. */
    List<Received> nowInTime() {
        return early.takeAll();
    }

    void onPrePrepare(PrePrepare message, Received input) {
        Vote vote = message.vote();
        if (isForLater(vote) || (vote.height() == state.slot.height && isForComingView(vote))) {
            early.keep(vote, input);
        } else if (vote.height() == state.slot.height && vote.view() == state.view && state.active) {
            offer(message, input.arrivalMillis());
        }
    }

    void onVote(Vote vote, Received input) {
        state.catchUp.claim(vote.replica(), vote.height() - 1);
        if (isForLater(vote)) {
            early.keep(vote, input);
        } else if (vote.height() == state.slot.height && state.inWindow(vote.view())) {
            record(vote);
        }
    }

    private boolean isForLater(Vote vote) {
        return vote.height() == state.slot.height + 1 && state.inWindow(vote.view());
    }

    private boolean isForComingView(Vote vote) {
        return state.inWindow(vote.view()) && (vote.view() > state.view || (vote.view() == state.view && !state.active));
    }

    private void record(Vote vote) {
        VoteTally tally = vote.type() == VoteType.COMMIT ? state.slot.commits : state.slot.prepares;
        tally.record(vote).ifPresent(before -> effects.add(new Output.ReportEvidence(before, vote)));
    }

    /** A proposal for the current view and height. */
    private void offer(PrePrepare message, long arrivalMillis) {
        Slot slot = state.slot;
        Vote vote = message.vote();
        Vote accepted = slot.proposal;
        if (accepted != null && !accepted.blockHash().equals(vote.blockHash())) {
            report(accepted, vote);
            if (!rules.mayReplaceProposal()) {
                return;
            }
        }
        BlockHeader header = message.block().header();
        boolean again = state.mandate.choiceAt(slot.height) != null;
        boolean possible = rules.fits(header, state.tip)
                && state.mandate.allows(slot.height, vote.blockHash())
                && (again || header.builder() == vote.replica());
        if (!possible) {
            return;
        }
        slot.proposal = vote;
        slot.addBody(vote.blockHash(), message.block());
        slot.timely |= again
                || rules.isTimely(header.timeMillis(), arrivalMillis, state.view - state.viewAtCommit);
    }

    private void report(Vote first, Vote second) {
        if (!state.slot.primaryReported) {
            state.slot.primaryReported = true;
            effects.add(new Output.ReportEvidence(first, second));
        }
    }

    void onBatchBuilt(BatchBuilt built) {
        Slot slot = state.slot;
        BlockHeader header = built.block().header();
        boolean asked = built.view() == state.view && built.height() == slot.height
                && slot.buildingForView == state.view && slot.proposal == null && state.active;
        if (!asked) {
            return;
        }
        if (!rules.fits(header, state.tip) || header.builder() != state.self) {
            effects.alarm("the host built a block that does not fit");
            return;
        }
        Hash hash = header.hash();
        slot.addBody(hash, built.block());
        slot.verdicts.put(hash, true);
        propose(hash, built.block());
    }

    void onVerdict(Hash hash, boolean ok) {
        Slot slot = state.slot;
        if (!slot.checking.remove(hash)) {
            return;
        }
        slot.verdicts.put(hash, ok);
        if (!ok) {
            effects.alarm("the block proposed for height " + slot.height + " in view " + state.view + " is invalid");
        }
    }

    /** A block that somebody sent because we asked for it by its hash. */
    void onBody(Block block) {
        Hash hash = block.header().hash();
        Hash wanted = wantedBody();
        if (wanted != null && wanted.equals(hash) && block.header().height() == state.slot.height) {
            state.slot.addBody(hash, block);
        }
    }

    /** A certificate from outside the tally commits the height that is being decided. */
    void onCertificate(QuorumCertificate certificate) {
        Tip tip = state.tip;
        if (certificate.height() == state.slot.height && state.slot.decided == null) {
            state.slot.decided = certificate;
        } else if (certificate.height() == tip.height() && !certificate.blockHash().equals(tip.hash())) {
            state.halt("two blocks are certified at height " + tip.height());
        }
    }

    /** The body without which this replica cannot go on: of a committed block, or of one it must propose again. */
    @Nullable Hash wantedBody() {
        Slot slot = state.slot;
        QuorumCertificate decided = slot.decided;
        if (decided != null && slot.body(decided.blockHash()) == null) {
            return decided.blockHash();
        }
        PreparedCertificate choice = state.mandate.choiceAt(slot.height);
        boolean mine = state.active && state.isPrimary() && slot.proposal == null;
        return mine && choice != null && slot.body(choice.blockHash()) == null ? choice.blockHash() : null;
    }

    /** Asks all questions about the current height; true if a block was committed, so that they are to be asked anew. */
    boolean advance() {
        Slot slot = state.slot;
        if (slot.decided == null) {
            slot.decided = certificateFromVotes().orElse(null);
        }
        QuorumCertificate decided = slot.decided;
        Block decidedBlock = decided == null ? null : slot.body(decided.blockHash());
        if (decided != null && decidedBlock != null) {
            return commit(decidedBlock, decided);
        }
        if (state.active) {
            proposeAgain();
            voteForProposal();
        }
        return false;
    }

    private Optional<QuorumCertificate> certificateFromVotes() {
        VoteTally commits = state.slot.commits;
        for (long view : commits.views()) {
            for (Hash hash : commits.candidates(view)) {
                List<Vote> votes = commits.of(view).stream().filter(vote -> rules.supports(vote, hash)).toList();
                if (votes.size() >= rules.commitsNeeded()) {
                    return Optional.of(QuorumCertificate.of(votes, state.group.size()));
                }
            }
        }
        return Optional.empty();
    }

    private void voteForProposal() {
        Slot slot = state.slot;
        Vote proposal = slot.proposal;
        Block block = proposal == null ? null : slot.body(proposal.blockHash());
        if (proposal == null || block == null || slot.silentInView == state.view) {
            return;
        }
        Hash hash = proposal.blockHash();
        Boolean valid = slot.verdicts.get(hash);
        if (valid == null) {
            if (slot.timely || prepareVotes(proposal).size() >= rules.preparesNeeded()) {
                check(hash, block);
            }
            return;
        }
        if (!valid) {
            return;
        }
        if (slot.timely && proposal.replica() != state.self) {
            prepare(proposal, block);
        }
        List<Vote> prepares = prepareVotes(proposal);
        if (prepares.size() >= rules.preparesNeeded()) {
            commitVote(proposal, block, prepares);
        }
    }

    private List<Vote> prepareVotes(Vote proposal) {
        return state.slot.prepares.of(proposal.view()).stream()
                .filter(vote -> rules.supports(vote, proposal.blockHash()) && rules.countsAsPrepare(vote, proposal))
                .toList();
    }

    private void check(Hash hash, Block block) {
        if (state.slot.checking.add(hash)) {
            effects.add(new Output.CheckBatch(block));
        }
    }

    private void prepare(Vote proposal, Block block) {
        if (hasVoted(VoteType.PREPARE, proposal)) {
            return;
        }
        persistBody(proposal.blockHash(), block);
        effects.persist(new WalRecord.Accepted(proposal));
        sign(VoteType.PREPARE, proposal).ifPresent(vote -> effects.broadcast(new Prepare(vote)));
    }

    private void commitVote(Vote proposal, Block block, List<Vote> prepares) {
        if (hasVoted(VoteType.COMMIT, proposal)) {
            return;
        }
        var certificate = new PreparedCertificate(
                block.header(), proposal, QuorumCertificate.of(prepares, state.group.size()));
        persistBody(proposal.blockHash(), block);
        effects.persist(new WalRecord.Prepared(certificate));
        state.slot.prepared = certificate;
        sign(VoteType.COMMIT, proposal).ifPresent(vote -> effects.broadcast(new Commit(vote)));
    }

    private boolean hasVoted(VoteType type, Vote proposal) {
        return state.signatures.voted(type, proposal.height(), proposal.view())
                .filter(vote -> vote.blockHash().equals(proposal.blockHash()))
                .isPresent();
    }

    private Optional<Vote> sign(VoteType type, Vote proposal) {
        Optional<Vote> made =
                state.signatures.vote(type, proposal.height(), proposal.view(), proposal.blockHash());
        made.ifPresentOrElse(this::record, () -> state.slot.silentInView = state.view);
        return made;
    }

    private void persistBody(Hash hash, Block block) {
        if (state.slot.makeDurable(hash)) {
            effects.persist(new WalRecord.Body(block));
        }
    }

    /** The primary of a new view proposes the block that was prepared before, once it has and has checked its body. */
    private void proposeAgain() {
        Slot slot = state.slot;
        PreparedCertificate choice = state.mandate.choiceAt(slot.height);
        if (choice == null || slot.proposal != null || !state.isPrimary()) {
            return;
        }
        Block block = slot.body(choice.blockHash());
        if (block == null) {
            return;
        }
        Boolean valid = slot.verdicts.get(choice.blockHash());
        if (valid == null) {
            check(choice.blockHash(), block);
        } else if (valid) {
            propose(choice.blockHash(), block);
        }
    }

    /** Asks the host for a fresh block if this replica is to propose one and there is a reason. */
    void buildIfDue() {
        Slot slot = state.slot;
        boolean mayBuild = state.active && state.isPrimary() && slot.proposal == null
                && slot.height >= state.mandate.firstHeight() && state.mandate.choiceAt(slot.height) == null;
        boolean signedBefore =
                state.signatures.voted(VoteType.PRE_PREPARE, slot.height, state.view).isPresent();
        if (mayBuild && !signedBefore && (state.pending || state.blockDue) && slot.buildingForView != state.view) {
            slot.buildingForView = state.view;
            effects.add(new Output.BuildBatch(state.view, slot.height, state.tip));
        }
    }

    private void propose(Hash hash, Block block) {
        persistBody(hash, block);
        state.signatures.vote(VoteType.PRE_PREPARE, state.slot.height, state.view, hash).ifPresent(vote -> {
            state.slot.proposal = vote;
            state.slot.timely = true;
            effects.broadcast(new PrePrepare(vote, block));
        });
    }

    /** Takes the next block of a peer's answer; true if it moved us on. */
    boolean onCommitted(Block block, QuorumCertificate certificate) {
        if (certificate.height() != state.slot.height) {
            onCertificate(certificate);
            return false;
        }
        return commit(block, certificate);
    }

    private boolean commit(Block block, QuorumCertificate certificate) {
        if (!rules.fits(block.header(), state.tip)) {
            state.halt("the certified block of height " + block.header().height() + " does not continue our chain");
            return false;
        }
        persistBody(certificate.blockHash(), block);
        effects.persist(new WalRecord.Committed(certificate));
        effects.add(new Output.Deliver(block, certificate));
        moveOn(block, certificate);
        return true;
    }

    /** The block is committed: everything about its height is forgotten. */
    void moveOn(Block block, QuorumCertificate certificate) {
        state.tip = Tip.of(block.header(), certificate);
        state.slot = new Slot(state.tip.height() + 1, state.group.size());
        state.viewAtCommit = state.view;
        state.pending = false;
        state.blockDue = false;
        state.level = rules.levelAfterCommit(state.level);
    }
}
