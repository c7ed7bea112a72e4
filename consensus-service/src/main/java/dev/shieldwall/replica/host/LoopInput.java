package dev.shieldwall.replica.host;

import dev.shieldwall.consensus.core.Verified;
import java.util.concurrent.CompletableFuture;

/** What other threads hand to the owner thread. */
sealed interface LoopInput {

    /** @param arrivalMillis this replica's clock when the message came in, Unix */
    record FromPeer(Verified message, long arrivalMillis) implements LoopInput {}

    /** Commands came in while none waited. */
    record CommandsWait() implements LoopInput {}

    /** A snapshot of {@code height} is durable; the log may be cut below {@code lsn}. */
    record SnapshotWritten(long height, long lsn) implements LoopInput {}

    /** Looks at the replica from inside, between two turns. */
    record Inspect(CompletableFuture<LoopStatus> answer) implements LoopInput {}
}
