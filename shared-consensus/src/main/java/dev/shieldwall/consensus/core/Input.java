package dev.shieldwall.consensus.core;

import dev.shieldwall.model.block.Block;
import dev.shieldwall.model.codec.Hash;

/** What a host hands to a core, one at a time, from one thread. First {@link Replay}s, then one {@link Start}. */
public sealed interface Input {

    /** A record of the log, in the order in which it was written. Answered by {@link Output.Deliver} alone. */
    record Replay(WalRecord record) implements Input {}

    /** The log has been read; from now on the core speaks. */
    record Start() implements Input {}

    /**
     * This replica may have promised, in a log that is lost, not to vote below {@code view}. It promises that now, by a
     * view change; nothing happens where it stands in that view or a higher one.
     */
    record Promise(long view) implements Input {}

    /** @param arrivalMillis the host's clock when the message came in, Unix */
    record Received(Verified message, long arrivalMillis) implements Input {}

    record TimerFired(TimerId timer) implements Input {}

    /**
     * Commands wait to be proposed. At every replica, not only at the primary: it starts the patience with the primary.
     * To be said again after a {@link Output.Deliver} that leaves commands waiting.
     */
    record BatchReady() implements Input {}

    /**
     * What waited cannot be proposed any more, say because it expired: the patience on its behalf ends. Followed by
     * {@link BatchReady} when other commands wait, and only said when these have not waited for long.
     */
    record BatchGone() implements Input {}

    /** The answer to {@link Output.BuildBatch}: a block with a complete header, possibly without commands. */
    record BatchBuilt(long view, long height, Block block) implements Input {}

    /** The answer to {@link Output.CheckBatch}: whether execution gave exactly the header's roots. */
    record BatchVerdict(Hash blockHash, boolean ok) implements Input {}
}
