package dev.shieldwall.consensus.pbft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.consensus.core.Input;
import dev.shieldwall.consensus.core.Message;
import dev.shieldwall.consensus.core.Message.ViewChange;
import dev.shieldwall.consensus.core.MessageRejectedException;
import dev.shieldwall.consensus.core.MessageVerifier;
import dev.shieldwall.consensus.core.Output;
import dev.shieldwall.consensus.core.TimerId;
import dev.shieldwall.consensus.core.Tip;
import dev.shieldwall.consensus.sync.Amnesia;
import dev.shieldwall.crypto.signature.SigningContext;
import dev.shieldwall.model.block.Block;
import dev.shieldwall.model.block.QuorumCertificate;
import dev.shieldwall.model.block.Vote;
import dev.shieldwall.model.block.VoteType;
import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.genesis.ConsensusParameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * One liar and one replica that lost its log. Replica 0 leads view 0; replica 1 lies, keeps everything it hears and leads
 * view 1; replica 2 asked for view 1 before it lost its log; replica 3 hears nothing of height 4 in view 0.
 */
class LostLogTest {

    private static final long NOW = TestGroup.GENESIS_MILLIS + 100;
    private static final int LIAR = 1;

    private final TestGroup lab = new TestGroup(4, ConsensusParameters.DEFAULTS);
    private final List<Vote> commits = new ArrayList<>();
    private Tip tip = lab.genesisTip();
    private ViewChange old;
    private PbftCore primary;
    private PbftCore forgetful;
    private PbftCore absent;

    /** The promise that is lost, and the three heights that the others decide while replica 2 is silent. */
    @BeforeEach
    void loseTheLog() throws MessageRejectedException {
        old = loseThePatience(start(2));
        for (int height = 1; height <= Amnesia.MARGIN; height++) {
            Block block = lab.block(tip, 0, TestGroup.GENESIS_MILLIS + height);
            tip = Tip.of(block.header(), QuorumCertificate.of(List.of(
                    lab.vote(VoteType.COMMIT, 0, 0, block.header()), lab.vote(VoteType.COMMIT, LIAR, 0, block.header()),
                    lab.vote(VoteType.COMMIT, 3, 0, block.header())), 4));
        }
        primary = start(0);
        forgetful = start(2);
        absent = start(3);
    }

    @Test
    void theOldViewChangeHelpsToCertifyNoSecondBlock() throws MessageRejectedException {
        signAgain();
        Block first = lab.block(tip, 0, NOW, "first");
        decideInViewZero(first);
        Block second = lab.block(tip, LIAR, NOW, "second");
        decideInViewOne(second);
        assertThat(votesFor(second)).as("the new view is a valid one").isGreaterThanOrEqualTo(2);
        assertThat(votesFor(first)).as("with the liar's a certificate for another block").isLessThan(2);
        assertThat(commits).noneMatch(vote -> vote.replica() == 2 && vote.view() < old.statement().newView());
    }

    @Test
    void itVotesAgainInTheViewThatItPromised() throws MessageRejectedException {
        signAgain();
        openViewOne(loseThePatience(absent));
        Block block = lab.block(tip, LIAR, NOW, "block");
        receive(forgetful, LIAR, new Message.PrePrepare(lab.vote(VoteType.PRE_PREPARE, LIAR, 1, block.header()), block));
        assertThat(forgetful.step(new Input.BatchVerdict(block.header().hash(), true)))
                .anyMatch(output -> output instanceof Output.Broadcast(Message.Prepare _));
    }

    @Test
    void itTellsTheOthersWhatItPromises() {
        assertThat(forgetful.step(new Input.Promise(1)))
                .anyMatch(output -> output instanceof Output.Broadcast(ViewChange m)
                        && m.statement().newView() == 1 && m.statement().committedHeight() == Amnesia.MARGIN);
        assertThat(forgetful.step(new Input.Promise(1))).as("already promised").isEmpty();
        assertThat(forgetful.standing().view()).isEqualTo(1);
        assertThat(forgetful.standing().active()).isFalse();
    }

    /** What the host does at the end of the quarantine. */
    private void signAgain() {
        var amnesia = new Amnesia(lab.group, 2, 0);
        for (int peer : new int[] {0, LIAR, 3}) {
            amnesia.answered(peer, 0);
        }
        Amnesia.Floor floor = amnesia.floor(tip.certificate()).orElseThrow();
        forgetful.step(new Input.Promise(floor.view()));
    }

    private void decideInViewZero(Block block) throws MessageRejectedException {
        List<Message> said = new ArrayList<>();
        primary.step(new Input.BatchReady());
        said.addAll(broadcasts(primary.step(new Input.BatchBuilt(0, block.header().height(), block))));
        for (Message message : List.copyOf(said)) {
            receive(forgetful, 0, message);
        }
        said.clear();
        said.addAll(broadcasts(forgetful.step(new Input.BatchVerdict(block.header().hash(), true))));
        Message.Prepare lie = new Message.Prepare(lab.vote(VoteType.PREPARE, LIAR, 0, block.header()));
        said.addAll(receive(forgetful, LIAR, lie));
        receive(primary, LIAR, lie);
        for (Message message : said) {
            receive(primary, 2, message);
        }
    }

    private void decideInViewOne(Block block) throws MessageRejectedException {
        openViewOne(loseThePatience(absent));
        var proposal = new Message.PrePrepare(lab.vote(VoteType.PRE_PREPARE, LIAR, 1, block.header()), block);
        List<Message> said = new ArrayList<>();
        for (PbftCore core : List.of(primary, absent)) {
            receive(core, LIAR, proposal);
            said.addAll(broadcasts(core.step(new Input.BatchVerdict(block.header().hash(), true))));
        }
        for (Message message : said) {
            receive(primary, 3, message);
            receive(absent, 0, message);
        }
    }

    private void openViewOne(ViewChange honest) throws MessageRejectedException {
        var hidden = new Message.ViewChangeStatement(0, 1, LIAR, tip.height(), tip.certificate(), null);
        var lie = new ViewChange(hidden, sign(MessageVerifier.VIEW_CHANGE, hidden.signedBytes(lab.group.chainId())));
        var statement = new Message.NewViewStatement(0, 1, LIAR, List.of(lie, old, honest));
        var opening = new Message.NewView(
                statement, sign(MessageVerifier.NEW_VIEW, statement.signedBytes(lab.group.chainId())));
        for (PbftCore core : List.of(primary, forgetful, absent)) {
            receive(core, LIAR, opening);
        }
    }

    private Bytes sign(SigningContext context, byte[] message) {
        return Bytes.of(lab.key(LIAR).sign(context, message));
    }

    private long votesFor(Block block) {
        return commits.stream()
                .filter(vote -> vote.blockHash().equals(block.header().hash()))
                .map(Vote::replica)
                .distinct()
                .count();
    }

    private PbftCore start(int replica) throws MessageRejectedException {
        PbftCore core = new PbftCore(lab.group, replica, lab.signer(replica), tip);
        core.step(new Input.Start());
        for (int peer = 0; peer < 4; peer++) {
            if (peer != replica) {
                receive(core, peer, new Message.Status(0, true, tip.height()));
            }
        }
        return core;
    }

    private static ViewChange loseThePatience(PbftCore core) {
        core.step(new Input.BatchReady());
        return core.step(new Input.TimerFired(TimerId.PROGRESS)).stream()
                .map(output -> output instanceof Output.Broadcast(ViewChange m) ? m : null)
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
    }

    private List<Message> receive(PbftCore core, int from, Message message) throws MessageRejectedException {
        return broadcasts(core.step(new Input.Received(lab.verifier.verify(from, message), NOW)));
    }

    private List<Message> broadcasts(List<Output> outputs) {
        List<Message> said = new ArrayList<>();
        for (Output output : outputs) {
            if (output instanceof Output.Broadcast(Message message)) {
                said.add(message);
                if (message instanceof Message.Commit(Vote vote)) {
                    commits.add(vote);
                }
            }
        }
        return said;
    }
}
