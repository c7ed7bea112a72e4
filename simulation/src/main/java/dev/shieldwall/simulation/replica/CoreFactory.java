package dev.shieldwall.simulation.replica;

import dev.shieldwall.consensus.core.ConsensusGroup;
import dev.shieldwall.consensus.core.Input;
import dev.shieldwall.consensus.core.Message;
import dev.shieldwall.consensus.core.MessageRejectedException;
import dev.shieldwall.consensus.core.MessageVerifier;
import dev.shieldwall.consensus.core.Output;
import dev.shieldwall.consensus.core.Tip;
import dev.shieldwall.consensus.core.Verified;
import dev.shieldwall.consensus.core.VoteSigner;
import dev.shieldwall.consensus.core.WalRecord;
import dev.shieldwall.consensus.pbft.PbftCore;
import dev.shieldwall.consensus.pbft.Standing;
import java.util.List;

/** Makes the core of a replica that starts, and verifies what it receives. */
@FunctionalInterface
public interface CoreFactory {

    /** The core that production runs. */
    CoreFactory PBFT = (group, self, signer, tip) -> of(new PbftCore(group, self, signer, tip));

    Core create(ConsensusGroup group, int self, VoteSigner signer, Tip tip);

    default Verified verify(MessageVerifier verifier, int from, Message message) throws MessageRejectedException {
        return verifier.verify(from, message);
    }

    static Core of(PbftCore core) {
        return new Core() {
            @Override
            public List<Output> step(Input input) {
                return core.step(input);
            }

            @Override
            public List<WalRecord> essentials() {
                return core.essentials();
            }

            @Override
            public Standing standing() {
                return core.standing();
            }
        };
    }
}
