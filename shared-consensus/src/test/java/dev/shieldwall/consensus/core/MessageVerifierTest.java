package dev.shieldwall.consensus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shieldwall.consensus.core.Message.NewViewStatement;
import dev.shieldwall.consensus.core.Message.ViewChange;
import dev.shieldwall.consensus.core.Message.ViewChangeStatement;
import dev.shieldwall.consensus.pbft.TestGroup;
import dev.shieldwall.crypto.signature.SigningContext;
import dev.shieldwall.model.block.Block;
import dev.shieldwall.model.block.BlockHeader;
import dev.shieldwall.model.block.QuorumCertificate;
import dev.shieldwall.model.block.Vote;
import dev.shieldwall.model.block.VoteType;
import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.genesis.ConsensusParameters;
import dev.shieldwall.model.genesis.Limits;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MessageVerifierTest {

    private final TestGroup lab = new TestGroup(4, ConsensusParameters.DEFAULTS);
    private final Block block = lab.block(lab.genesisTip(), 0, 2_000_000, "one", "two");
    private final BlockHeader header = block.header();

    @Test
    void honestMessagesOfEveryKindAreAccepted() throws MessageRejectedException {
        for (Message message : honest()) {
            assertThat(lab.verifier.verify(3, message).message()).isEqualTo(message);
        }
    }

    @Test
    void aPeerOutsideTheGroupIsRefused() {
        assertThatThrownBy(() -> lab.verifier.verify(4, new Message.Status(0, true, 0)))
                .isInstanceOf(MessageRejectedException.class);
    }

    @Test
    void aVoteOfAnotherReplicaViewHeightTypeOrEpochIsRefused() {
        Vote vote = lab.vote(VoteType.PREPARE, 1, 0, header);
        refused(new Message.Prepare(new Vote(vote.type(), 0, 1, 0, vote.blockHash(), 2, vote.signature())));
        refused(new Message.Prepare(new Vote(vote.type(), 0, 1, 1, vote.blockHash(), 1, vote.signature())));
        refused(new Message.Prepare(new Vote(vote.type(), 0, 2, 0, vote.blockHash(), 1, vote.signature())));
        refused(new Message.Prepare(new Vote(vote.type(), 1, 1, 0, vote.blockHash(), 1, vote.signature())));
        refused(new Message.Commit(new Vote(VoteType.COMMIT, 0, 1, 0, vote.blockHash(), 1, vote.signature())));
        refused(new Message.Prepare(new Vote(vote.type(), 0, 1, 0, vote.blockHash(), 9, vote.signature())));
    }

    @Test
    void onlyThePrimaryOfTheViewProposes() {
        refused(new Message.PrePrepare(lab.vote(VoteType.PRE_PREPARE, 1, 0, header), block));
        refused(new Message.PrePrepare(lab.vote(VoteType.PRE_PREPARE, 0, 1, header), block));
    }

    @Test
    void theVoteOfAProposalCoversItsBlock() {
        Block other = lab.block(lab.genesisTip(), 0, 2_000_001, "one", "two");
        refused(new Message.PrePrepare(lab.vote(VoteType.PRE_PREPARE, 0, 0, other.header()), block));
    }

    @Test
    void aBodyIsTheOneUnderItsHeader() {
        Block swapped = new Block(header, List.of(block.commands().get(1), block.commands().get(0)));
        refused(new Message.Body(swapped));
        refused(new Message.Body(new Block(header, List.of())));
    }

    @Test
    void aBlockKeepsTheLimitsOfGenesis() throws MessageRejectedException {
        int longest = Limits.DEFAULTS.commandBytes();
        lab.verifier.verify(1, new Message.Body(lab.block(lab.genesisTip(), 0, 1, "x".repeat(longest))));
        refused(new Message.Body(lab.block(lab.genesisTip(), 0, 1, "x".repeat(longest + 1))));
        String[] most = Collections.nCopies(Limits.DEFAULTS.blockCommands(), "c").toArray(String[]::new);
        lab.verifier.verify(1, new Message.Body(lab.block(lab.genesisTip(), 0, 1, most)));
        String[] tooMany = Collections.nCopies(Limits.DEFAULTS.blockCommands() + 1, "c").toArray(String[]::new);
        refused(new Message.Body(lab.block(lab.genesisTip(), 0, 1, tooMany)));
        int full = Limits.DEFAULTS.blockBytes() / longest;
        String[] fits = Collections.nCopies(full, "x".repeat(longest)).toArray(String[]::new);
        lab.verifier.verify(1, new Message.Body(lab.block(lab.genesisTip(), 0, 1, fits)));
        String[] tooLong = Collections.nCopies(full + 1, "x".repeat(longest)).toArray(String[]::new);
        refused(new Message.Body(lab.block(lab.genesisTip(), 0, 1, tooLong)));
    }

    @Test
    void aHeaderOfAnotherChainSetOrBuilderIsRefused() {
        refused(new Message.Body(with(Hash.ZERO, header.replicaSetHash(), header.nextReplicaSetHash(), 0)));
        refused(new Message.Body(with(header.chainId(), Hash.ZERO, header.nextReplicaSetHash(), 0)));
        refused(new Message.Body(with(header.chainId(), header.replicaSetHash(), Hash.ZERO, 0)));
        refused(new Message.Body(with(header.chainId(), header.replicaSetHash(), header.nextReplicaSetHash(), 4)));
    }

    @Test
    void anAlteredViewChangeIsRefused() {
        ViewChange good = viewChange(1, 2, null);
        ViewChangeStatement said = good.statement();
        refused(new ViewChange(new ViewChangeStatement(0, 2, 2, 0, null, null), good.signature()));
        refused(new ViewChange(new ViewChangeStatement(0, 1, 3, 0, null, null), good.signature()));
        refused(new ViewChange(said, Bytes.of(new byte[Vote.SIGNATURE_BYTES])));
        refused(signed(SigningContext.of("shieldwall/new-view/v1"), said));
    }

    @Test
    void aCommittedHeightNeedsACommitCertificateOfAQuorum() throws MessageRejectedException {
        lab.verifier.verify(1, committed(certificate(VoteType.COMMIT, 1, 2, 3)));
        refused(committed(certificate(VoteType.PREPARE, 1, 2, 3)));
        refused(committed(certificate(VoteType.COMMIT, 1, 2)));
        QuorumCertificate good = certificate(VoteType.COMMIT, 1, 2, 3);
        refused(committed(new QuorumCertificate(VoteType.COMMIT, 0, 1, 7, good.blockHash(), good.signers(),
                good.signatures())));
    }

    @Test
    void aPrepareCertificateIsThePrimarysProposalAndVotesOfOthers() throws MessageRejectedException {
        Vote proposal = lab.vote(VoteType.PRE_PREPARE, 0, 0, header);
        lab.verifier.verify(1, viewChange(1, 2, new PreparedCertificate(
                header, proposal, certificate(VoteType.PREPARE, 1, 2))));
        refused(viewChange(1, 2, new PreparedCertificate(header, proposal, certificate(VoteType.PREPARE, 1))));
        refused(viewChange(1, 2, new PreparedCertificate(header, proposal, certificate(VoteType.PREPARE, 0, 1))));
        refused(viewChange(1, 2, new PreparedCertificate(
                header, lab.vote(VoteType.PRE_PREPARE, 1, 0, header), certificate(VoteType.PREPARE, 2, 3))));
        BlockHeader other = lab.block(lab.genesisTip(), 0, 2_000_001).header();
        refused(viewChange(1, 2, new PreparedCertificate(other, proposal, certificate(VoteType.PREPARE, 1, 2))));
    }

    @Test
    void aNewViewWithOneBadViewChangeIsRefused() {
        List<ViewChange> changes = new ArrayList<>(List.of(viewChange(1, 0, null), viewChange(1, 2, null)));
        changes.add(new ViewChange(new ViewChangeStatement(0, 1, 3, 0, null, null), changes.getFirst().signature()));
        refused(newView(1, changes));
        refused(newView(1, Collections.nCopies(5, viewChange(1, 0, null))));
    }

    @Test
    void committedBlocksNeedTheirOwnCertificate() {
        QuorumCertificate certificate = certificate(VoteType.COMMIT, 1, 2, 3);
        Block other = lab.block(lab.genesisTip(), 0, 2_000_001);
        refused(new Message.Blocks(List.of(new CommittedBlock(other, certificate))));
        refused(new Message.Blocks(List.of(new CommittedBlock(new Block(header, List.of()), certificate))));
        refused(new Message.Blocks(List.of(new CommittedBlock(block, certificate(VoteType.PREPARE, 1, 2, 3)))));
    }

    private List<Message> honest() {
        return List.of(
                new Message.PrePrepare(lab.vote(VoteType.PRE_PREPARE, 0, 0, header), block),
                new Message.Prepare(lab.vote(VoteType.PREPARE, 1, 0, header)),
                new Message.Commit(lab.vote(VoteType.COMMIT, 2, 0, header)),
                viewChange(1, 2, null),
                newView(1, List.of(viewChange(1, 0, null), viewChange(1, 2, null), viewChange(1, 3, null))),
                new Message.Status(3, false, 7),
                new Message.Fetch(1),
                new Message.Blocks(List.of(new CommittedBlock(block, certificate(VoteType.COMMIT, 0, 1, 2)))),
                new Message.FetchBody(header.hash()),
                new Message.Body(block));
    }

    private void refused(Message message) {
        assertThatThrownBy(() -> lab.verifier.verify(3, message)).isInstanceOf(MessageRejectedException.class);
    }

    private Block with(Hash chain, Hash set, Hash nextSet, int builder) {
        return new Block(new BlockHeader(chain, 0, 1, header.parentHash(), header.batchRoot(), header.stateRoot(),
                header.resultsRoot(), header.auditSize(), header.auditRoot(), set, nextSet, header.timeMillis(), builder),
                block.commands());
    }

    private QuorumCertificate certificate(VoteType type, int... signers) {
        return QuorumCertificate.of(
                IntStream.of(signers).mapToObj(signer -> lab.vote(type, signer, 0, header)).toList(), 4);
    }

    private ViewChange committed(QuorumCertificate certificate) {
        return signed(MessageVerifier.VIEW_CHANGE, new ViewChangeStatement(0, 8, 2, 1, certificate, null));
    }

    private ViewChange viewChange(long view, int replica, @Nullable PreparedCertificate prepared) {
        return signed(MessageVerifier.VIEW_CHANGE, new ViewChangeStatement(0, view, replica, 0, null, prepared));
    }

    private ViewChange signed(SigningContext context, ViewChangeStatement statement) {
        byte[] signature = lab.key(statement.replica()).sign(context, statement.signedBytes(lab.group.chainId()));
        return new ViewChange(statement, Bytes.of(signature));
    }

    private Message.NewView newView(int primary, List<ViewChange> changes) {
        var statement = new NewViewStatement(0, 1, primary, changes);
        byte[] signature = lab.key(primary).sign(MessageVerifier.NEW_VIEW, statement.signedBytes(lab.group.chainId()));
        return new Message.NewView(statement, Bytes.of(signature));
    }
}
