package dev.shieldwall.replica.host;

import dev.shieldwall.consensus.core.Input;
import dev.shieldwall.consensus.core.Output;
import dev.shieldwall.ledger.BlockOutcome;
import dev.shieldwall.model.block.Block;
import dev.shieldwall.model.block.CertifiedBlock;
import dev.shieldwall.model.block.QuorumCertificate;
import dev.shieldwall.model.block.ResultLeaf;
import dev.shieldwall.model.command.SignedCommand;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Builds, checks and commits blocks on the state. Answers wait while too much waits for the database: a replica that
 * cannot get rid of its blocks votes for no new ones. Belongs to the owner thread.
 */
final class Execution {

    private static final long BACKLOG_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final ReplicaSettings settings;
    private final BlockValidator validator;
    private final Ledgers ledgers;
    private final Deque<Block> toCheck = new ArrayDeque<>();
    private final CommandCrowd crowd = new CommandCrowd();
    private Head head;
    private Output.@Nullable BuildBatch toBuild;

    Execution(ReplicaSettings settings, BlockValidator validator, Ledgers ledgers) {
        this.settings = settings;
        this.validator = validator;
        this.ledgers = ledgers;
        this.head = ledgers.head();
    }

    boolean commandsWait() {
        return ledgers.mempool().size() > 0;
    }

    void announcementSeen() {
        ledgers.announcementSeen();
    }

    void build(Output.BuildBatch request) {
        toBuild = request;
        crowd.begin(System.nanoTime());
    }

    void check(Block block) {
        toCheck.add(block);
    }

    /** The next answer that is ready, or null. */
    @Nullable Input answer() {
        if (backlogged()) {
            return null;
        }
        Block proposed = toCheck.poll();
        if (proposed != null) {
            return new Input.BatchVerdict(proposed.header().hash(), validator.check(head.state(), proposed));
        }
        Output.BuildBatch request = toBuild;
        if (request == null || buildInNanos() > 0) {
            return null;
        }
        toBuild = null;
        return request.height() == head.height() + 1 ? built(request) : null;
    }

    private Input built(Output.BuildBatch request) {
        var limits = settings.committee().genesis().limits();
        List<SignedCommand> candidates = ledgers.mempool().candidates(limits.blockCommands(), limits.blockBytes());
        BlockValidator.Built built =
                validator.build(head.state(), request.parent(), candidates, System.currentTimeMillis());
        built.dropped().forEach(ledgers::drop);
        return new Input.BatchBuilt(request.view(), request.height(), built.block());
    }

    private boolean backlogged() {
        return ledgers.history().backlogBytes() > settings.backlogBytes();
    }

    /** How long until there may be an answer; {@link Long#MAX_VALUE} when none is asked for. */
    long dueInNanos() {
        if (toBuild == null && toCheck.isEmpty()) {
            return Long.MAX_VALUE;
        }
        return backlogged() ? BACKLOG_PAUSE_NANOS : toCheck.isEmpty() ? buildInNanos() : 0;
    }

    private long buildInNanos() {
        int room = settings.committee().genesis().limits().blockCommands();
        return crowd.leftNanos(ledgers.mempool().size(), room, System.nanoTime());
    }

    /** Takes the next certified block; what the answer does is due once the log holds the commit. */
    Runnable commit(Block block, QuorumCertificate certificate) {
        BlockOutcome.Executed outcome = validator.certified(head.state(), block, certificate.blockHash());
        head = new Head(outcome.state(), block.header(), certificate);
        toCheck.clear();
        ledgers.mempool().remove(outcome.results().stream().map(ResultLeaf::jwsHash).toList());
        crowd.committed(block.commands().size(), ledgers.mempool().size());
        Head committed = head;
        ServedBlock served = new ServedBlock(
                new CertifiedBlock(block.header(), block.commands(), outcome.results(), certificate));
        return () -> ledgers.publish(committed, served);
    }
}
