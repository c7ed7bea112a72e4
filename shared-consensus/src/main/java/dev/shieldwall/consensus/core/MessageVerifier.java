package dev.shieldwall.consensus.core;

import dev.shieldwall.crypto.signature.SigningContext;
import dev.shieldwall.model.block.Block;
import dev.shieldwall.model.block.BlockHeader;
import dev.shieldwall.model.block.CertificateRejectedException;
import dev.shieldwall.model.block.QuorumCertificate;
import dev.shieldwall.model.block.ReplicaKeys;
import dev.shieldwall.model.block.Vote;
import dev.shieldwall.model.block.VoteType;
import dev.shieldwall.model.codec.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * The only maker of {@link Verified}.
 *
 * <p>Guarantee: every signature and certificate in a verified message holds under the keys of the group, every header
 * is of this chain and replica set, every body is the one under its header's batchRoot and within the limits, every
 * prepare certificate names the primary of its view. Not guaranteed: that the message fits the receiver's state, or
 * that a new view draws the right conclusion; that is for the core. Thread-safe, so a host can verify on a pool.
 */
public final class MessageVerifier {

    public static final SigningContext VIEW_CHANGE = SigningContext.of("shieldwall/view-change/v1");
    public static final SigningContext NEW_VIEW = SigningContext.of("shieldwall/new-view/v1");

    private final ConsensusGroup group;
    private final ReplicaKeys keys;

    public MessageVerifier(ConsensusGroup group, ReplicaKeys keys) {
        this.group = group;
        this.keys = keys;
    }

    /** @param from the peer that the transport authenticated */
    public Verified verify(int from, Message message) throws MessageRejectedException {
        if (from < 0 || from >= group.size()) {
            throw new MessageRejectedException("no such peer");
        }
        try {
            check(message);
        } catch (CertificateRejectedException e) {
            throw new MessageRejectedException(message.getClass().getSimpleName() + ": " + e.getMessage(), e);
        }
        return new Verified(from, message);
    }

    private void check(Message message) throws MessageRejectedException, CertificateRejectedException {
        switch (message) {
            case Message.PrePrepare m -> checkProposal(m);
            case Message.Prepare(Vote vote) -> keys.verify(vote);
            case Message.Commit(Vote vote) -> keys.verify(vote);
            case Message.ViewChange m -> checkViewChange(m);
            case Message.NewView m -> checkNewView(m);
            case Message.Blocks m -> checkBlocks(m);
            case Message.Body(Block block) -> checkBlock(block);
            case Message.Status _, Message.Fetch _, Message.FetchBody _ -> { }
        }
    }

    private void checkProposal(Message.PrePrepare m) throws MessageRejectedException, CertificateRejectedException {
        Vote vote = m.vote();
        requirePrimary(vote);
        checkBlock(m.block());
        if (!m.block().header().hash().equals(vote.blockHash())) {
            throw new MessageRejectedException("the proposal's vote is about another block");
        }
        keys.verify(vote);
    }

    private void requirePrimary(Vote proposal) throws MessageRejectedException {
        if (proposal.replica() != group.primary(proposal.view(), proposal.height())) {
            throw new MessageRejectedException("replica " + proposal.replica() + " is not the primary of view "
                    + proposal.view() + " at height " + proposal.height());
        }
    }

    private void checkHeader(BlockHeader header) throws MessageRejectedException {
        if (!header.chainId().equals(group.chainId()) || header.epoch() != group.epoch()) {
            throw new MessageRejectedException("a header of another chain or epoch");
        }
        if (!header.replicaSetHash().equals(group.setHash()) || !header.nextReplicaSetHash().equals(group.setHash())) {
            throw new MessageRejectedException("a header of another replica set");
        }
        if (header.builder() >= group.size()) {
            throw new MessageRejectedException("a header of a builder outside the group");
        }
    }

    private void checkBlock(Block block) throws MessageRejectedException {
        checkHeader(block.header());
        if (block.commands().size() > group.limits().blockCommands()) {
            throw new MessageRejectedException("too many commands in a block");
        }
        long bytes = 0;
        for (Bytes command : block.commands()) {
            bytes += command.size();
            if (command.size() > group.limits().commandBytes()) {
                throw new MessageRejectedException("a command is too long");
            }
        }
        if (bytes > group.limits().blockBytes()) {
            throw new MessageRejectedException("a block is too long");
        }
        if (!Block.batchRoot(block.commands()).equals(block.header().batchRoot())) {
            throw new MessageRejectedException("the commands are not those under the header");
        }
    }

    private void checkViewChange(Message.ViewChange m) throws MessageRejectedException, CertificateRejectedException {
        Message.ViewChangeStatement statement = m.statement();
        requireEpoch(statement.epoch());
        keys.verify(statement.replica(), VIEW_CHANGE, statement.signedBytes(group.chainId()), m.signature());
        QuorumCertificate committed = statement.committed();
        if (committed != null) {
            keys.verify(committed, VoteType.COMMIT);
        }
        checkPrepared(statement.prepared());
    }

    private void checkPrepared(@Nullable PreparedCertificate prepared)
            throws MessageRejectedException, CertificateRejectedException {
        if (prepared == null) {
            return;
        }
        checkHeader(prepared.header());
        if (!prepared.header().hash().equals(prepared.blockHash())) {
            throw new MessageRejectedException("a prepare certificate over another header");
        }
        requirePrimary(prepared.proposal());
        keys.verify(prepared.proposal());
        keys.verify(prepared.prepares(), VoteType.PREPARE, group.replicas().quorum() - 1);
        if (prepared.prepares().signerIndexes().contains(prepared.proposal().replica())) {
            throw new MessageRejectedException("the primary's proposal is its one vote, it cannot prepare as well");
        }
    }

    private void checkNewView(Message.NewView m) throws MessageRejectedException, CertificateRejectedException {
        Message.NewViewStatement statement = m.statement();
        requireEpoch(statement.epoch());
        if (statement.viewChanges().size() > group.size()) {
            throw new MessageRejectedException("more view changes than replicas");
        }
        keys.verify(statement.primary(), NEW_VIEW, statement.signedBytes(group.chainId()), m.signature());
        for (Message.ViewChange viewChange : statement.viewChanges()) {
            checkViewChange(viewChange);
        }
    }

    private void checkBlocks(Message.Blocks m) throws MessageRejectedException, CertificateRejectedException {
        for (CommittedBlock committed : m.blocks()) {
            checkBlock(committed.block());
            keys.verifyCommit(committed.block().header(), committed.certificate());
        }
    }

    private void requireEpoch(long epoch) throws MessageRejectedException {
        if (epoch != group.epoch()) {
            throw new MessageRejectedException("a message of another epoch");
        }
    }
}
