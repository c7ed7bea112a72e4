package dev.shieldwall.simulation.replica;

import dev.shieldwall.consensus.core.Input;
import dev.shieldwall.consensus.core.Output;
import dev.shieldwall.consensus.core.WalRecord;
import dev.shieldwall.consensus.pbft.Standing;
import java.util.List;

/** A protocol core as the host sees it: the real one, or one that was broken on purpose. */
public interface Core {

    List<Output> step(Input input);

    List<WalRecord> essentials();

    Standing standing();
}
