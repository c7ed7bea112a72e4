package dev.shieldwall.consensus.core;

import dev.shieldwall.model.block.Block;
import dev.shieldwall.model.block.QuorumCertificate;
import dev.shieldwall.model.block.Vote;

/**
 * What a core asks of its host, in order. Host rule: nothing leaves the process, be it {@link Send}, {@link Broadcast}
 * or an answer to a client after {@link Deliver}, before every earlier {@link Persist} is durable. Many outputs may
 * share one sync.
 */
public sealed interface Output {

    record Persist(WalRecord record) implements Output {}

    record Send(int to, Message message) implements Output {}

    /** To all other replicas. */
    record Broadcast(Message message) implements Output {}

    /** Replaces a running timer of the same name. */
    record SetTimer(TimerId timer, long delayMillis) implements Output {}

    record CancelTimer(TimerId timer) implements Output {}

    /**
     * Build a block on {@code parent} for {@code view}, with whatever commands wait, none included; its time is later
     * than the parent's. Answer with {@link Input.BatchBuilt}, soon; a later request replaces this one.
     */
    record BuildBatch(long view, long height, Tip parent) implements Output {}

    /** Execute the block on the last delivered one and answer with {@link Input.BatchVerdict}. */
    record CheckBatch(Block block) implements Output {}

    /** The next block is committed. Its roots are certified: a host that computes others stops. */
    record Deliver(Block block, QuorumCertificate certificate) implements Output {}

    /** Send {@link Message.Blocks} from {@code fromHeight} on to {@code to}, if there are any. */
    record ServeBlocks(int to, long fromHeight) implements Output {}

    /** One replica signed two different votes at one position. */
    record ReportEvidence(Vote first, Vote second) implements Output {}

    /** Something that should never happen, for people. */
    record Alarm(String reason) implements Output {}
}
