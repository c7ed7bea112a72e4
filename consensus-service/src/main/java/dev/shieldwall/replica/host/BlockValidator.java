package dev.shieldwall.replica.host;

import dev.shieldwall.consensus.core.Tip;
import dev.shieldwall.ledger.Admission;
import dev.shieldwall.ledger.BlockContext;
import dev.shieldwall.ledger.BlockExecution;
import dev.shieldwall.ledger.BlockOutcome;
import dev.shieldwall.ledger.LedgerState;
import dev.shieldwall.ledger.Refusal;
import dev.shieldwall.ledger.SignatureCheck;
import dev.shieldwall.model.block.Block;
import dev.shieldwall.model.block.BlockHeader;
import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.codec.MalformedException;
import dev.shieldwall.model.command.CommandJws;
import dev.shieldwall.model.command.SignedCommand;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Executes blocks on top of a state: builds own ones, checks those of others against their header, and remembers the
 * outcome until the height is decided. A rule that throws costs the command at fault, never the replica. Belongs to the
 * owner thread.
 */
final class BlockValidator {

    private static final Logger LOG = LoggerFactory.getLogger(BlockValidator.class);
    /** A signature under a certified block was verified by a quorum; only the roots are asked again. */
    private static final SignatureCheck CERTIFIED = (command, key) -> {};

    private static final int MAX_OUTCOMES = 8;

    private final Committee committee;
    private final SignatureCheck signatures;
    private final Function<Bytes, @Nullable SignedCommand> known;
    private final BiFunction<BlockExecution, SignedCommand, Admission> execution;
    private final Poison poison;
    private final Map<Hash, BlockOutcome.Executed> executed = new HashMap<>();

    /** A command that was left out of an own block. */
    record Dropped(SignedCommand command, Admitted why) {}

    /** An own block and what was left out of it. */
    record Built(Block block, List<Dropped> dropped) {
        Built {
            dropped = List.copyOf(dropped);
        }
    }

    /**
     * @param known finds a command that was parsed before
     * @param execution executes one command; a test may put a rule here that throws
     */
    BlockValidator(
            Committee committee, SignatureCheck signatures, Function<Bytes, @Nullable SignedCommand> known,
            BiFunction<BlockExecution, SignedCommand, Admission> execution, Poison poison) {
        this.committee = committee;
        this.signatures = signatures;
        this.known = known;
        this.execution = execution;
        this.poison = poison;
    }

    /** Builds a block of those candidates that may stand in it. */
    Built build(LedgerState parent, Tip tip, List<SignedCommand> candidates, long nowMillis) {
        BlockContext context = new BlockContext(
                tip.height() + 1, Math.max(nowMillis, tip.timeMillis() + 1), tip.hash(), committee.self());
        BlockExecution block = BlockExecution.begin(parent, context, signatures);
        List<Bytes> taken = new ArrayList<>();
        List<Dropped> dropped = new ArrayList<>();
        for (SignedCommand command : candidates) {
            switch (tryAdd(block, command)) {
                case Admission.Admitted _ -> taken.add(command.jws());
                case Admission.Duplicate(long height, int index) ->
                    dropped.add(new Dropped(command, new Admitted.Decided(height, index)));
                case Admission.Refused(var reason, String detail) -> {
                    if (reason != Refusal.BLOCK_FULL) {
                        dropped.add(new Dropped(command, new Admitted.Refused(reason, detail)));
                    }
                }
                case null -> dropped.add(new Dropped(command, new Admitted.Poisonous()));
            }
        }
        BlockOutcome.Executed outcome = block.finish();
        BlockHeader header = header(context, outcome);
        remember(header.hash(), outcome);
        return new Built(new Block(header, taken), dropped);
    }

    /** Null when a rule broke on the command, which is then left out. */
    private @Nullable Admission tryAdd(BlockExecution block, SignedCommand command) {
        try {
            return execution.apply(block, command);
        } catch (RuntimeException | StackOverflowError e) {
            poison.keep(command, e);
            return null;
        }
    }

    private BlockHeader header(BlockContext context, BlockOutcome.Executed outcome) {
        return new BlockHeader(
                committee.group().chainId(), committee.group().epoch(), context.height(), context.parentHash(),
                outcome.batchRoot(), outcome.stateRoot(), outcome.resultsRoot(), outcome.auditSize(),
                outcome.auditRoot(), committee.group().setHash(), committee.group().setHash(), context.timeMillis(),
                context.builder());
    }

    /** Whether a proposed block gives exactly the roots that its header names. */
    boolean check(LedgerState parent, Block block) {
        try {
            return execute(parent, block, signatures) != null;
        } catch (RuntimeException | StackOverflowError e) {
            LOG.error("ALARM a rule broke on the block proposed for height {}", block.header().height(), e);
            return false;
        }
    }

    /** Executes a certified block. Another root than the certified one is a defect of this replica: it stops. */
    BlockOutcome.Executed certified(LedgerState parent, Block block, Hash hash) {
        BlockOutcome.Executed known = executed.get(hash);
        BlockOutcome.Executed outcome = known == null ? execute(parent, block, CERTIFIED) : known;
        executed.clear();
        if (outcome == null) {
            throw new DivergedException(block.header().height());
        }
        return outcome;
    }

    private BlockOutcome.@Nullable Executed execute(LedgerState parent, Block block, SignatureCheck check) {
        BlockHeader header = block.header();
        Hash hash = header.hash();
        BlockOutcome.Executed known = executed.get(hash);
        if (known != null) {
            return known;
        }
        BlockContext context =
                new BlockContext(header.height(), header.timeMillis(), header.parentHash(), header.builder());
        if (header.height() != parent.height() + 1 || header.timeMillis() <= parent.timeMillis()) {
            return refuse(header, "it does not follow its parent");
        }
        BlockExecution run = BlockExecution.begin(parent, context, check);
        for (Bytes jws : block.commands()) {
            SignedCommand command = parse(jws);
            if (command == null) {
                return refuse(header, "a command is malformed");
            }
            Admission admission = execution.apply(run, command);
            if (!(admission instanceof Admission.Admitted)) {
                return refuse(header, "command " + command.payload().commandId() + ": " + admission);
            }
        }
        BlockOutcome.Executed outcome = run.finish();
        if (!header.equals(header(context, outcome))) {
            return refuse(header, "its roots differ from ours, " + header + " and " + header(context, outcome));
        }
        remember(hash, outcome);
        return outcome;
    }

    /** A primary may propose another block in every view; only so many outcomes are kept. */
    private void remember(Hash hash, BlockOutcome.Executed outcome) {
        if (executed.size() >= MAX_OUTCOMES) {
            executed.clear();
        }
        executed.put(hash, outcome);
    }

    private @Nullable SignedCommand parse(Bytes jws) {
        SignedCommand parsed = known.apply(jws);
        if (parsed != null) {
            return parsed;
        }
        try {
            return CommandJws.parse(jws.unsafeArray(), committee.genesis().limits().commandBytes());
        } catch (MalformedException e) {
            return null;
        }
    }

    private static BlockOutcome.@Nullable Executed refuse(BlockHeader header, String why) {
        LOG.error("ALARM block {} of replica {} is refused: {}", header.height(), header.builder(), why);
        return null;
    }
}
