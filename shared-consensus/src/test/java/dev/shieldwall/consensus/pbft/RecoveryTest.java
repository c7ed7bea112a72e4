package dev.shieldwall.consensus.pbft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shieldwall.consensus.core.Input;
import dev.shieldwall.consensus.core.Message;
import dev.shieldwall.consensus.core.MessageRejectedException;
import dev.shieldwall.consensus.core.Output;
import dev.shieldwall.consensus.core.TimerId;
import dev.shieldwall.consensus.core.Tip;
import dev.shieldwall.consensus.core.WalRecord;
import dev.shieldwall.model.block.Block;
import dev.shieldwall.model.block.QuorumCertificate;
import dev.shieldwall.model.block.VoteType;
import dev.shieldwall.model.genesis.ConsensusParameters;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecoveryTest {

    private final TestGroup lab = new TestGroup(4, ConsensusParameters.DEFAULTS);
    private final Block first = lab.block(lab.genesisTip(), 0, TestGroup.GENESIS_MILLIS + 10, "first");
    private final QuorumCertificate decided = QuorumCertificate.of(List.of(
            lab.vote(VoteType.COMMIT, 0, 0, first.header()), lab.vote(VoteType.COMMIT, 1, 0, first.header()),
            lab.vote(VoteType.COMMIT, 3, 0, first.header())), 4);
    private final List<WalRecord> log = new ArrayList<>();
    private final PbftCore core = core(lab.genesisTip());

    /** Replica 2 commits height 1, prepares height 2 in view 0, and asks for view 1. */
    private void liveALittle() throws MessageRejectedException {
        step(core, new Input.Start());
        for (int peer : new int[] {0, 1, 3}) {
            var hello = lab.verifier.verify(peer, new Message.Status(0, true, 0));
            step(core, new Input.Received(hello, TestGroup.GENESIS_MILLIS));
        }
        prepare(first);
        receive(new Message.Commit(lab.vote(VoteType.COMMIT, 0, 0, first.header())));
        receive(new Message.Commit(lab.vote(VoteType.COMMIT, 1, 0, first.header())));
        prepare(lab.block(Tip.of(first.header(), decided), 0, TestGroup.GENESIS_MILLIS + 20, "second"));
        step(core, new Input.TimerFired(TimerId.PROGRESS));
    }

    private void prepare(Block block) throws MessageRejectedException {
        receive(new Message.PrePrepare(lab.vote(VoteType.PRE_PREPARE, 0, 0, block.header()), block));
        step(core, new Input.BatchVerdict(block.header().hash(), true));
        receive(new Message.Prepare(lab.vote(VoteType.PREPARE, 3, 0, block.header())));
    }

    @Test
    void replayingTheLogGivesBackTheSameCore() throws MessageRejectedException {
        liveALittle();
        PbftCore again = core(lab.genesisTip());
        List<Output> delivered = new ArrayList<>();
        log.forEach(record -> delivered.addAll(again.step(new Input.Replay(record))));
        assertThat(delivered).singleElement().isInstanceOf(Output.Deliver.class);
        assertThat(again.essentials()).isEqualTo(core.essentials());
        assertThat(again.standing().view()).isEqualTo(1);
        assertThat(again.standing().active()).isFalse();
        assertThat(again.standing().height()).isEqualTo(1);
    }

    @Test
    void theEssentialsOnTheTipAreAsGoodAsTheWholeLog() throws MessageRejectedException {
        liveALittle();
        PbftCore again = core(Tip.of(first.header(), decided));
        core.essentials().forEach(record -> assertThat(again.step(new Input.Replay(record))).isEmpty());
        assertThat(again.essentials()).isEqualTo(core.essentials());
        assertThat(again.standing().view()).isEqualTo(1);
        assertThat(again.standing().active()).isFalse();
    }

    @Test
    void aTipAheadOfTheLogSkipsWhatIsBelow() throws MessageRejectedException {
        liveALittle();
        PbftCore again = core(Tip.of(first.header(), decided));
        log.forEach(record -> assertThat(again.step(new Input.Replay(record))).isEmpty());
        assertThat(again.essentials()).isEqualTo(core.essentials());
    }

    @Test
    void whatIsRepeatedAfterARestartAreTheSameBytes() throws MessageRejectedException {
        liveALittle();
        PbftCore again = core(lab.genesisTip());
        log.forEach(record -> again.step(new Input.Replay(record)));
        List<WalRecord> own = log.stream().filter(record -> record instanceof WalRecord.OwnViewChange).toList();
        assertThat(again.step(new Input.Start()))
                .contains(new Output.Broadcast(((WalRecord.OwnViewChange) own.getLast()).message()))
                .noneMatch(output -> output instanceof Output.Persist);
    }

    @Test
    void aCommitWithoutItsBodyIsADamagedLog() {
        assertThatThrownBy(() -> core(lab.genesisTip()).step(new Input.Replay(new WalRecord.Committed(decided))))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aCoreReplaysBeforeItStartsAndStartsOnce() {
        assertThatThrownBy(() -> core.step(new Input.BatchReady())).isInstanceOf(IllegalStateException.class);
        core.step(new Input.Start());
        assertThatThrownBy(() -> core.step(new Input.Start())).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> core.step(new Input.Replay(new WalRecord.Body(first))))
                .isInstanceOf(IllegalStateException.class);
    }

    private PbftCore core(Tip tip) {
        return new PbftCore(lab.group, 2, lab.signer(2), tip);
    }

    private void receive(Message message) throws MessageRejectedException {
        step(core, new Input.Received(lab.verifier.verify(0, message), TestGroup.GENESIS_MILLIS + 20));
    }

    private void step(PbftCore replica, Input input) {
        for (Output output : replica.step(input)) {
            if (output instanceof Output.Persist(WalRecord record)) {
                log.add(record);
            }
        }
    }
}
