package dev.shieldwall.simulation.replica;

import dev.shieldwall.consensus.core.Input;
import dev.shieldwall.consensus.core.TimerId;
import java.util.HashMap;
import java.util.Map;

/**
 * Whether a replica has a reason of its own to leave its view. The numbers are those of docs/design/consensus.md, "Why it
 * is live", and counted anew: this is what the core is measured by.
 */
final class Motive {

    private static final int SILENT_TICKS = 4;
    private static final int COURTESY_TICKS = 32;

    private final int quorum;
    private final Map<Integer, Long> heardAt = new HashMap<>();
    private long ticks;
    private boolean own;

    Motive(int quorum) {
        this.quorum = quorum;
    }

    /** To be called with each input before the core gets it. */
    void note(Input input) {
        own = switch (input) {
            case Input.TimerFired(TimerId timer) -> mayMove(timer);
            case Input.Promise _ -> true;
            case Input.Received(var message, long _) -> {
                heardAt.put(message.from(), ticks);
                yield false;
            }
            case Input.Replay _, Input.Start _, Input.BatchReady _, Input.BatchGone _, Input.BatchBuilt _,
                    Input.BatchVerdict _ -> false;
        };
    }

    /** The patience ends in vain where no quorum is heard, and nobody is followed before the courtesy has passed. */
    private boolean mayMove(TimerId timer) {
        return switch (timer) {
            case PROGRESS -> 1 + heardAt.values().stream().filter(tick -> ticks - tick <= SILENT_TICKS).count() >= quorum;
            case RETRANSMIT -> ++ticks >= COURTESY_TICKS;
            case HEARTBEAT -> false;
        };
    }

    boolean isOwn() {
        return own;
    }
}
