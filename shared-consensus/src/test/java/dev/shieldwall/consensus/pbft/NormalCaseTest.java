package dev.shieldwall.consensus.pbft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.consensus.core.Input;
import dev.shieldwall.consensus.core.Message;
import dev.shieldwall.consensus.core.MessageCodec;
import dev.shieldwall.consensus.core.MessageRejectedException;
import dev.shieldwall.consensus.core.Output;
import dev.shieldwall.model.block.Block;
import dev.shieldwall.model.codec.MalformedException;
import dev.shieldwall.model.genesis.ConsensusParameters;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NormalCaseTest {

    private final TestGroup lab = new TestGroup(4, ConsensusParameters.DEFAULTS);
    private final List<PbftCore> cores = new ArrayList<>();
    private final List<List<Block>> delivered = new ArrayList<>();
    private final ArrayDeque<Runnable> network = new ArrayDeque<>();

    @Test
    void commandsOfThePrimaryAreCommittedByAll() {
        for (int i = 0; i < 4; i++) {
            cores.add(new PbftCore(lab.group, i, lab.signer(i), lab.genesisTip()));
            delivered.add(new ArrayList<>());
        }
        for (int i = 0; i < 4; i++) {
            step(i, new Input.Start());
        }
        for (int round = 1; round <= 3; round++) {
            step(0, new Input.BatchReady());
            while (!network.isEmpty()) {
                network.remove().run();
            }
            int height = round;
            assertThat(delivered).allSatisfy(blocks -> assertThat(blocks).hasSize(height));
        }
        assertThat(delivered).allMatch(blocks -> blocks.equals(delivered.getFirst()));
    }

    private void step(int replica, Input input) {
        for (Output output : cores.get(replica).step(input)) {
            switch (output) {
                case Output.Broadcast(Message message) -> {
                    for (int to = 0; to < 4; to++) {
                        if (to != replica) {
                            send(replica, to, message);
                        }
                    }
                }
                case Output.Send(int to, Message message) -> send(replica, to, message);
                case Output.BuildBatch(long view, long height, var parent) -> step(replica, new Input.BatchBuilt(
                        view, height, lab.block(parent, replica, parent.timeMillis() + 1, "command " + height)));
                case Output.CheckBatch(Block block) ->
                        step(replica, new Input.BatchVerdict(block.header().hash(), true));
                case Output.Deliver(Block block, var _) -> delivered.get(replica).add(block);
                case Output.Persist _, Output.SetTimer _, Output.CancelTimer _, Output.ServeBlocks _ -> { }
                case Output.ReportEvidence _, Output.Alarm _ -> throw new AssertionError(output);
            }
        }
    }

    private void send(int from, int to, Message message) {
        network.add(() -> {
            try {
                Message copy = MessageCodec.decode(MessageCodec.encode(message));
                step(to, new Input.Received(lab.verifier.verify(from, copy), TestGroup.GENESIS_MILLIS));
            } catch (MalformedException | MessageRejectedException e) {
                throw new AssertionError(e);
            }
        });
    }
}
