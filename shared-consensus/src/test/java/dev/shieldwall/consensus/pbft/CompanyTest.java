package dev.shieldwall.consensus.pbft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.consensus.core.CommittedBlock;
import dev.shieldwall.consensus.core.Input;
import dev.shieldwall.consensus.core.Message;
import dev.shieldwall.consensus.core.Message.ViewChangeStatement;
import dev.shieldwall.consensus.core.MessageRejectedException;
import dev.shieldwall.consensus.core.MessageVerifier;
import dev.shieldwall.consensus.core.Output;
import dev.shieldwall.consensus.core.TimerId;
import dev.shieldwall.consensus.core.Tip;
import dev.shieldwall.consensus.core.VoteSigner;
import dev.shieldwall.model.block.Block;
import dev.shieldwall.model.block.QuorumCertificate;
import dev.shieldwall.model.block.VoteType;
import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.genesis.ConsensusParameters;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class CompanyTest {

    private final TestGroup lab = new TestGroup(4, ConsensusParameters.DEFAULTS);
    private final PbftCore core = new PbftCore(lab.group, 2, lab.signer(2), lab.genesisTip());

    @Test
    void aReplicaIsThereForSomeTicksAfterItWasHeard() {
        var company = new Company(4, 2);
        assertThat(company.size()).isEqualTo(1);
        company.heard(0);
        for (int tick = 0; tick < Company.SILENT_TICKS; tick++) {
            company.tick();
        }
        assertThat(company.isThere(0)).isTrue();
        company.tick();
        assertThat(company.isThere(0)).isFalse();
        assertThat(company.isThere(2)).isTrue();
    }

    @Test
    void aReplicaAloneDoesNotLeaveItsView() throws MessageRejectedException {
        core.step(new Input.Start());
        assertThat(core.step(new Input.BatchReady())).isEmpty();
        greet(0);
        assertThat(core.step(new Input.BatchReady())).isEmpty();
        assertThat(greet(1)).contains(new Output.SetTimer(TimerId.PROGRESS, 1_000));
    }

    @Test
    void patienceThatEndsWhileTheOthersAreGoneChangesNothing() throws MessageRejectedException {
        core.step(new Input.Start());
        greet(0);
        greet(1);
        core.step(new Input.BatchReady());
        for (int tick = 0; tick <= Company.SILENT_TICKS; tick++) {
            tick();
        }
        assertThat(core.step(new Input.TimerFired(TimerId.PROGRESS))).isEmpty();
        assertThat(core.standing().view()).isZero();
        greet(0);
        greet(3);
        core.step(new Input.TimerFired(TimerId.PROGRESS));
        assertThat(core.standing().view()).isEqualTo(1);
    }

    @Test
    void patienceOnBehalfOfCommandsThatAreGoneEndsAndThatForOthersBeginsAnew() throws MessageRejectedException {
        core.step(new Input.Start());
        greet(0);
        assertThat(core.step(new Input.BatchGone())).as("nothing waited").isEmpty();
        core.step(new Input.BatchReady());
        greet(1);
        assertThat(core.step(new Input.BatchGone())).containsExactly(new Output.CancelTimer(TimerId.PROGRESS));
        assertThat(core.step(new Input.TimerFired(TimerId.PROGRESS))).as("fired before it was cancelled").isEmpty();
        assertThat(core.standing().view()).isZero();
        assertThat(core.step(new Input.BatchReady())).containsExactly(new Output.SetTimer(TimerId.PROGRESS, 1_000));
    }

    @Test
    void patienceForABlockThatIsDueGoesOnWithoutCommands() throws MessageRejectedException {
        core.step(new Input.Start());
        greet(0);
        greet(1);
        core.step(new Input.BatchReady());
        core.step(new Input.TimerFired(TimerId.HEARTBEAT));
        assertThat(core.step(new Input.BatchGone())).isEmpty();
        core.step(new Input.TimerFired(TimerId.PROGRESS));
        assertThat(core.standing().view()).isEqualTo(1);
    }

    @Test
    void whoLeftAViewAloneIsFollowedAfterSomeTicksAndLaterTheNextTime() throws MessageRejectedException {
        core.step(new Input.Start());
        assertThat(ticksUntilView(1)).isEqualTo(PbftRules.COURTESY_TICKS);
        assertThat(core.standing().active()).isFalse();
        openView(1);
        assertThat(core.standing().active()).isTrue();
        assertThat(ticksUntilView(2)).isEqualTo(2 * PbftRules.COURTESY_TICKS);
    }

    @Test
    void whoStayedLongEnoughIsFollowedAsSoonAsTheFirstTime() throws MessageRejectedException {
        core.step(new Input.Start());
        ticksUntilView(1);
        openView(1);
        for (int tick = 0; tick < PbftRules.FORGIVENESS_TICKS; tick++) {
            tick();
        }
        assertThat(ticksUntilView(2)).isEqualTo(PbftRules.COURTESY_TICKS);
    }

    @Test
    void whoStayedATickLessIsNot() throws MessageRejectedException {
        core.step(new Input.Start());
        ticksUntilView(1);
        openView(1);
        for (int tick = 0; tick < PbftRules.FORGIVENESS_TICKS - 1; tick++) {
            tick();
        }
        assertThat(ticksUntilView(2)).isEqualTo(2 * PbftRules.COURTESY_TICKS);
    }

    @Test
    void theOldestCourtesiesAreForgottenInBoundedTime() {
        var courtesy = new Courtesy(new PbftRules(lab.group));
        for (int times = 0; times < 3 * PbftRules.MAX_COURTESY_DOUBLINGS; times++) {
            ticksUntilFollowed(courtesy);
        }
        assertThat(ticksUntilFollowed(courtesy)).isEqualTo(PbftRules.COURTESY_TICKS << PbftRules.MAX_COURTESY_DOUBLINGS);
        for (int tick = 0; tick < PbftRules.MAX_COURTESY_DOUBLINGS * PbftRules.FORGIVENESS_TICKS; tick++) {
            courtesy.inside();
        }
        assertThat(ticksUntilFollowed(courtesy)).isEqualTo(PbftRules.COURTESY_TICKS);
    }

    /** Nobody honest can stand there while the others decide, so it is a liar, or what we heard is old. */
    @Test
    void whoAsksForMoreThanTheNextViewIsNotFollowed() throws MessageRejectedException {
        core.step(new Input.Start());
        for (int tick = 0; tick < 2 * PbftRules.COURTESY_TICKS; tick++) {
            receive(3, viewChange(3, 2));
            tick();
        }
        assertThat(core.standing().view()).isZero();
    }

    @Test
    void aMessageThatWasKeptIsNoSignOfLifeWhenItIsTakenUp() throws MessageRejectedException {
        Block first = lab.block(lab.genesisTip(), 0, TestGroup.GENESIS_MILLIS + 10);
        var decided = QuorumCertificate.of(List.of(
                lab.vote(VoteType.COMMIT, 0, 0, first.header()), lab.vote(VoteType.COMMIT, 1, 0, first.header()),
                lab.vote(VoteType.COMMIT, 3, 0, first.header())), 4);
        Block second = lab.block(Tip.of(first.header(), decided), 0, TestGroup.GENESIS_MILLIS + 20);
        core.step(new Input.Start());
        receive(3, new Message.Prepare(lab.vote(VoteType.PREPARE, 3, 0, second.header())));
        for (int tick = 0; tick <= Company.SILENT_TICKS; tick++) {
            tick();
        }
        receive(0, new Message.Blocks(List.of(new CommittedBlock(first, decided))));
        assertThat(core.step(new Input.BatchReady())).as("replica 3 is not there").isEmpty();
        assertThat(greet(3)).contains(new Output.SetTimer(TimerId.PROGRESS, 1_000));
    }

    @Test
    void whoWaitsOutsideSaysSoOnEachTickThoughTheOthersGoOn() throws MessageRejectedException {
        core.step(new Input.Start());
        greet(0);
        greet(1);
        core.step(new Input.BatchReady());
        core.step(new Input.TimerFired(TimerId.PROGRESS));
        Tip tip = lab.genesisTip();
        for (int height = 1; height <= 3; height++) {
            Block block = lab.block(tip, 0, TestGroup.GENESIS_MILLIS + height);
            var decided = QuorumCertificate.of(List.of(
                    lab.vote(VoteType.COMMIT, 0, 0, block.header()), lab.vote(VoteType.COMMIT, 1, 0, block.header()),
                    lab.vote(VoteType.COMMIT, 3, 0, block.header())), 4);
            receive(0, new Message.Blocks(List.of(new CommittedBlock(block, decided))));
            assertThat(tick()).anyMatch(output -> output instanceof Output.Broadcast(Message.ViewChange _));
            tip = Tip.of(block.header(), decided);
        }
    }

    @Test
    void whoIsGoneIsNotWaitedFor() throws MessageRejectedException {
        core.step(new Input.Start());
        receive(3, viewChange(3, 1));
        for (int tick = 0; tick < 2 * PbftRules.COURTESY_TICKS; tick++) {
            tick();
        }
        assertThat(core.standing().view()).isZero();
    }

    @Test
    void aReplicaWhoseSignerRefusesStaysInItsView() throws MessageRejectedException {
        var silenced = new PbftCore(lab.group, 2, (_, _, _) -> Optional.empty(), lab.genesisTip());
        silenced.step(new Input.Start());
        for (int peer : new int[] {0, 1, 3}) {
            silenced.step(new Input.Received(lab.verifier.verify(peer, viewChange(peer, 1)), 0));
        }
        assertThat(silenced.standing().view()).isZero();
        assertThat(silenced.standing().active()).isTrue();
    }

    /** Its quarantine ends while f+1 others wait in a view that it was refused. */
    @Test
    void aSignerThatRefusedAViewChangeIsAskedAgainOnTheNextTick() throws MessageRejectedException {
        var silent = new AtomicBoolean(true);
        VoteSigner signer = lab.signer(2);
        var quarantined = new PbftCore(lab.group, 2,
                (position, context, message) ->
                        silent.get() ? Optional.empty() : signer.sign(position, context, message),
                lab.genesisTip());
        quarantined.step(new Input.Start());
        for (int peer : new int[] {0, 3}) {
            quarantined.step(new Input.Received(lab.verifier.verify(peer, viewChange(peer, 1)), 0));
        }
        silent.set(false);
        quarantined.step(new Input.Received(lab.verifier.verify(0, new Message.Status(1, false, 0)), 0));
        assertThat(quarantined.standing().view()).as("asked once a tick").isZero();
        assertThat(quarantined.step(new Input.TimerFired(TimerId.RETRANSMIT)))
                .contains(new Output.Broadcast(viewChange(2, 1)));
        assertThat(quarantined.standing().view()).isEqualTo(1);
    }

    @Test
    void theCourtesyHasABound() {
        var rules = new PbftRules(lab.group);
        assertThat(rules.courtesyTicks(PbftRules.MAX_COURTESY_DOUBLINGS + 1))
                .isEqualTo(rules.courtesyTicks(PbftRules.MAX_COURTESY_DOUBLINGS));
    }

    /** Replica 3 keeps asking for {@code view}; how often must replica 2 hear it before it follows? */
    private int ticksUntilView(long view) throws MessageRejectedException {
        int ticks = 0;
        while (core.standing().view() < view) {
            assertThat(ticks).isLessThan(10 * PbftRules.COURTESY_TICKS);
            receive(3, viewChange(3, view));
            tick();
            ticks++;
        }
        return ticks;
    }

    private static int ticksUntilFollowed(Courtesy courtesy) {
        int ticks = 1;
        while (!courtesy.outside()) {
            ticks++;
        }
        return ticks;
    }

    private void openView(long view) throws MessageRejectedException {
        int primary = lab.group.primary(view, 1);
        var statement = new Message.NewViewStatement(0, view, primary,
                List.of(viewChange(1, view), viewChange(2, view), viewChange(3, view)));
        byte[] signature = lab.key(primary).sign(MessageVerifier.NEW_VIEW, statement.signedBytes(lab.group.chainId()));
        receive(primary, new Message.NewView(statement, Bytes.of(signature)));
    }

    private Message.ViewChange viewChange(int replica, long view) {
        var statement = new ViewChangeStatement(0, view, replica, 0, null, null);
        byte[] signature =
                lab.key(replica).sign(MessageVerifier.VIEW_CHANGE, statement.signedBytes(lab.group.chainId()));
        return new Message.ViewChange(statement, Bytes.of(signature));
    }

    private List<Output> greet(int peer) throws MessageRejectedException {
        return receive(peer, new Message.Status(0, true, 0));
    }

    private List<Output> receive(int from, Message message) throws MessageRejectedException {
        return core.step(new Input.Received(lab.verifier.verify(from, message), TestGroup.GENESIS_MILLIS));
    }

    private List<Output> tick() {
        return core.step(new Input.TimerFired(TimerId.RETRANSMIT));
    }
}
