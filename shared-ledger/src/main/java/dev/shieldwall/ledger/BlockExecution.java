package dev.shieldwall.ledger;

import dev.shieldwall.ledger.audit.AuditTrail;
import dev.shieldwall.ledger.facts.AuditFrontier;
import dev.shieldwall.ledger.facts.Facts;
import dev.shieldwall.ledger.facts.LedgerKeys;
import dev.shieldwall.ledger.facts.Moment;
import dev.shieldwall.ledger.facts.Ruling;
import dev.shieldwall.ledger.facts.Tip;
import dev.shieldwall.ledger.state.StateOverlay;
import dev.shieldwall.model.block.AuditLeaves;
import dev.shieldwall.model.block.Block;
import dev.shieldwall.model.block.ResultLeaf;
import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.command.CommandPayload;
import dev.shieldwall.model.command.SignedCommand;
import dev.shieldwall.model.event.Event;
import dev.shieldwall.model.genesis.Limits;
import dev.shieldwall.model.identity.PrincipalId;
import dev.shieldwall.model.proof.UsedCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A block in the making, command by command. Each command takes effect as a whole or not at all, also when a rule
 * throws: the caller may catch, leave that command out and go on.
 *
 * <p>Not thread-safe. After {@link #finish} nothing may be added.
 */
public final class BlockExecution {

    /** No block is later than this, about the year 144,000: times stay exact in JSON and sums of them do not overflow. */
    static final long MAX_TIME_MILLIS = 1L << 52;

    private final LedgerState parent;
    private final Moment now;
    private final Limits limits;
    private final StateOverlay state;
    private final CommandValidity validity;
    private final AuditTrail audit;
    private final UsedCommands usedCommands = new UsedCommands();
    private final List<Bytes> commands = new ArrayList<>();
    private final List<ResultLeaf> results = new ArrayList<>();
    private long bytes;

    private BlockExecution(LedgerState parent, BlockContext context, SignatureCheck check) {
        this.parent = parent;
        this.now = new Moment(context.height(), context.timeMillis());
        this.limits = parent.limits();
        this.state = new StateOverlay(parent.map());
        this.validity = new CommandValidity(state, context.timeMillis(), check);
        this.audit = new AuditTrail(parent.audit(), new AuditLeaves.Place(
                context.height(), context.parentHash(), context.timeMillis(), replica(parent, context.builder())));
    }

    /** @throws IllegalArgumentException when {@code context} does not follow {@code parent} */
    public static BlockExecution begin(LedgerState parent, BlockContext context, SignatureCheck check) {
        misfit(parent, context).ifPresent(detail -> {
            throw new IllegalArgumentException(detail);
        });
        var execution = new BlockExecution(parent, context, check);
        UsedCommands.dropEnded(execution.state, context.timeMillis());
        execution.state.put(LedgerKeys.TIP, new Tip(context.height(), context.timeMillis()));
        return execution;
    }

    /** Why {@code context} does not follow {@code parent}, or empty. */
    static Optional<String> misfit(LedgerState parent, BlockContext context) {
        if (context.height() != parent.height() + 1) {
            return Optional.of("the block does not have the next height");
        }
        if (context.timeMillis() <= parent.timeMillis() || context.timeMillis() > MAX_TIME_MILLIS) {
            return Optional.of("the block is not later than its parent, or beyond all time");
        }
        if (context.builder() < 0 || context.builder() >= parent.facts().replicaSet().size()) {
            return Optional.of("the builder is no replica");
        }
        return Optional.empty();
    }

    private static PrincipalId replica(LedgerState parent, int index) {
        return new PrincipalId("spiffe://" + parent.facts().mesh().trustDomain() + "/replica/" + index);
    }

    /** Executes {@code command} if it may stand next in the block; otherwise changes nothing and says why. */
    public Admission tryAdd(SignedCommand command) {
        if (commands.size() >= limits.blockCommands() || bytes + command.jws().size() > limits.blockBytes()) {
            return new Admission.Refused(Refusal.BLOCK_FULL, "the block has no room for the command");
        }
        Admission admission = validity.check(command);
        if (admission instanceof Admission.Admitted) {
            execute(command);
        }
        return admission;
    }

    private void execute(SignedCommand command) {
        CommandPayload payload = command.payload();
        var effects = new StateOverlay(state);
        Ruling ruling = CommandRules.decide(new Facts(state), payload, now);
        for (Event event : ruling.events()) {
            CommandRules.evolve(effects, event, now);
        }
        int index = results.size();
        UsedCommands.use(effects, payload, new UsedCommand(command.jwsHash(), now.height(), index));
        var result = new ResultLeaf(
                index, payload.principal(), payload.commandId(), command.jwsHash(), ruling.decision(), ruling.events());
        audit.append(payload.command(), result);

        // From here on nothing throws, so a command is never half in the block.
        usedCommands.file(payload, limits.keepMillis());
        state.absorb(effects);
        results.add(result);
        commands.add(command.jws());
        bytes += command.jws().size();
    }

    /** Number of commands in the block so far. */
    public int size() {
        return results.size();
    }

    /** The block with the commands added so far, and its roots. */
    public BlockOutcome.Executed finish() {
        usedCommands.writeFiled(state);
        AuditFrontier frontier = audit.frontier();
        state.put(LedgerKeys.AUDIT, frontier);
        var after = new LedgerState(state.applyTo(parent.map()));
        Hash batchRoot = Block.batchRoot(commands);
        return new BlockOutcome.Executed(
                after, results, audit.leaves(), batchRoot, after.root(), Block.resultsRoot(results), frontier.size(),
                frontier.root());
    }
}
