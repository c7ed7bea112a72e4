package dev.shieldwall.consensus.pbft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.consensus.core.CommittedBlock;
import dev.shieldwall.consensus.core.Input;
import dev.shieldwall.consensus.core.Message;
import dev.shieldwall.consensus.core.Message.ViewChange;
import dev.shieldwall.consensus.core.Message.ViewChangeStatement;
import dev.shieldwall.consensus.core.MessageRejectedException;
import dev.shieldwall.consensus.core.MessageVerifier;
import dev.shieldwall.consensus.core.Output;
import dev.shieldwall.consensus.core.PreparedCertificate;
import dev.shieldwall.consensus.core.TimerId;
import dev.shieldwall.model.block.Block;
import dev.shieldwall.model.block.QuorumCertificate;
import dev.shieldwall.model.block.VoteType;
import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.genesis.ConsensusParameters;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a replica says again, and to whom: in a calm network none of it is needed, so simulations hardly miss it. */
class RetransmissionTest {

    private final TestGroup lab = new TestGroup(4, ConsensusParameters.DEFAULTS);
    private final Block block = lab.block(lab.genesisTip(), 0, TestGroup.GENESIS_MILLIS + 10, "first");
    /** Replica 1, the primary of view 1. */
    private final PbftCore core = new PbftCore(lab.group, 1, lab.signer(1), lab.genesisTip());

    @BeforeEach
    void start() {
        core.step(new Input.Start());
    }

    @Test
    void aPrimaryThatLacksThePreparedBodyAsksThoseWhoPreparedIt() throws MessageRejectedException {
        openViewOne(prepared());
        Message.FetchBody question = new Message.FetchBody(block.header().hash());
        assertThat(enterViewOne).contains(new Output.Send(0, question));
        assertThat(tick()).contains(new Output.Send(3, question));
        assertThat(receive(3, new Message.Body(block))).contains(new Output.CheckBatch(block));
        assertThat(core.step(new Input.BatchVerdict(block.header().hash(), true)))
                .anyMatch(output -> output instanceof Output.Broadcast(Message.PrePrepare m) && m.block().equals(block));
    }

    @Test
    void aBodyThatNobodyAskedForIsNotKept() throws MessageRejectedException {
        receive(3, new Message.Body(block));
        assertThat(receive(3, new Message.FetchBody(block.header().hash())))
                .contains(new Output.Send(3, new Message.Status(0, true, 0)));
    }

    @Test
    void aPeerGetsOneBodyATick() throws MessageRejectedException {
        Message.FetchBody question = new Message.FetchBody(block.header().hash());
        receive(0, new Message.PrePrepare(lab.vote(VoteType.PRE_PREPARE, 0, 0, block.header()), block));
        Message.Body answer = new Message.Body(block);
        assertThat(receive(2, question)).contains(new Output.Send(2, answer));
        assertThat(receive(2, question)).doesNotContain(new Output.Send(2, answer));
        assertThat(receive(3, question)).as("another peer").contains(new Output.Send(3, answer));
        tick();
        assertThat(receive(2, question)).contains(new Output.Send(2, answer));
    }

    @Test
    void aPeerThatMissedTheNewViewGetsItOnceATick() throws MessageRejectedException {
        openViewOne(null);
        assertThat(receive(2, new Message.Status(1, false, 0))).anyMatch(RetransmissionTest::isNewView);
        assertThat(receive(2, new Message.Status(1, false, 0))).noneMatch(RetransmissionTest::isNewView);
        tick();
        assertThat(receive(2, new Message.Status(0, true, 0))).anyMatch(RetransmissionTest::isNewView);
        assertThat(receive(3, new Message.Status(1, true, 0))).noneMatch(RetransmissionTest::isNewView);
    }

    @Test
    void thePrimaryRepeatsItsProposalToThoseWhoDidNotPrepareIt() throws MessageRejectedException {
        openViewOne(null);
        Block fresh = lab.block(lab.genesisTip(), 1, TestGroup.GENESIS_MILLIS + 20);
        core.step(new Input.BatchBuilt(1, 1, fresh));
        receive(2, new Message.Prepare(lab.vote(VoteType.PREPARE, 2, 1, fresh.header())));
        tick();
        List<Integer> again = tick().stream()
                .filter(output -> output instanceof Output.Send(int _, Message.PrePrepare _))
                .map(output -> ((Output.Send) output).to())
                .toList();
        assertThat(again).containsExactly(0, 3);
    }

    @Test
    void aPeerThatIsBehindLearnsSoAndIsServed() throws MessageRejectedException {
        receive(3, new Message.Blocks(List.of(new CommittedBlock(block, commit()))));
        assertThat(receive(2, new Message.Status(0, true, 0)))
                .contains(new Output.Send(2, new Message.Status(0, true, 1)));
        assertThat(receive(2, new Message.Status(0, true, 1))).isEmpty();
        assertThat(receive(2, new Message.Fetch(1))).contains(new Output.ServeBlocks(2, 1));
        assertThat(receive(2, new Message.Fetch(2))).isEmpty();
    }

    @Test
    void aCertificateSeenOnlyInAViewChangeCommitsOnceTheBodyIsHere() throws MessageRejectedException {
        var lonely = signed(new ViewChangeStatement(0, 1, 2, 1, commit(), null));
        assertThat(receive(2, lonely)).contains(new Output.Send(0, new Message.FetchBody(block.header().hash())));
        assertThat(receive(0, new Message.Body(block))).contains(new Output.Deliver(block, commit()));
    }

    @Test
    void certifiedBlocksThatContradictEachOtherSilenceTheReplica() throws MessageRejectedException {
        receive(3, new Message.Blocks(List.of(new CommittedBlock(block, commit()))));
        Block other = lab.block(lab.genesisTip(), 0, TestGroup.GENESIS_MILLIS + 11);
        var forked = new CommittedBlock(other, certificate(VoteType.COMMIT, other, 0, 2, 3));
        assertThat(receive(3, new Message.Blocks(List.of(forked))))
                .singleElement()
                .satisfies(output -> assertThat(((Output.Alarm) output).reason()).startsWith("SAFETY_BROKEN"));
        assertThat(core.standing().halted()).isTrue();
        assertThat(core.step(new Input.TimerFired(TimerId.PROGRESS))).isEmpty();
    }

    private List<Output> enterViewOne = List.of();

    /** Two others want view 1; replica 1 joins them and opens it. */
    private void openViewOne(@Nullable PreparedCertificate prepared) throws MessageRejectedException {
        receive(0, signed(new ViewChangeStatement(0, 1, 0, 0, null, prepared)));
        enterViewOne = receive(3, signed(new ViewChangeStatement(0, 1, 3, 0, null, null)));
        assertThat(core.standing().view()).isEqualTo(1);
        assertThat(core.standing().active()).isTrue();
    }

    private PreparedCertificate prepared() {
        return new PreparedCertificate(block.header(), lab.vote(VoteType.PRE_PREPARE, 0, 0, block.header()),
                certificate(VoteType.PREPARE, block, 1, 3));
    }

    private QuorumCertificate commit() {
        return certificate(VoteType.COMMIT, block, 0, 2, 3);
    }

    private QuorumCertificate certificate(VoteType type, Block about, int... signers) {
        return QuorumCertificate.of(
                IntStream.of(signers).mapToObj(signer -> lab.vote(type, signer, 0, about.header())).toList(), 4);
    }

    private ViewChange signed(ViewChangeStatement statement) {
        byte[] signature = lab.key(statement.replica())
                .sign(MessageVerifier.VIEW_CHANGE, statement.signedBytes(lab.group.chainId()));
        return new ViewChange(statement, Bytes.of(signature));
    }

    private List<Output> tick() {
        return core.step(new Input.TimerFired(TimerId.RETRANSMIT));
    }

    private List<Output> receive(int from, Message message) throws MessageRejectedException {
        return core.step(new Input.Received(lab.verifier.verify(from, message), TestGroup.GENESIS_MILLIS + 20));
    }

    private static boolean isNewView(Output output) {
        return output instanceof Output.Send(int _, Message.NewView _);
    }
}
