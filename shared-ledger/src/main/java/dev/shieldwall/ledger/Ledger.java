package dev.shieldwall.ledger;

import dev.shieldwall.ledger.state.StateMap;
import dev.shieldwall.model.command.SignedCommand;
import dev.shieldwall.model.genesis.Genesis;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The state machine that every replica runs. Pure: the same state and the same commands give the same roots on every
 * machine, and nothing here reads a clock, a network or a file.
 *
 * <p>Expected refusals are values. An exception out of {@link #apply}, {@link #select} or {@link BlockExecution} is a
 * defect of a rule; while the block is only proposed, the host treats the command at fault as refused and lives.
 */
public final class Ledger {

    private Ledger() {}

    /**
     * What a builder made of its candidates.
     *
     * @param taken the commands of the block, in order
     * @param dropped the others, each with the reason
     */
    public record Selection(BlockOutcome.Executed executed, List<SignedCommand> taken, List<Dropped> dropped) {
        public Selection {
            taken = List.copyOf(taken);
            dropped = List.copyOf(dropped);
        }
    }

    /** {@code admission} is never {@link Admission.Admitted}. */
    public record Dropped(SignedCommand command, Admission admission) {}

    /** @throws IllegalArgumentException when the genesis names a key or an id that no mesh can run with */
    public static LedgerState genesis(Genesis genesis) {
        return new LedgerState(GenesisState.of(genesis).applyTo(StateMap.EMPTY));
    }

    /** Executes a proposed or committed block on {@code parent}. */
    public static BlockOutcome apply(
            LedgerState parent, BlockContext context, List<SignedCommand> commands, SignatureCheck check) {
        Optional<String> misfit = BlockExecution.misfit(parent, context);
        if (misfit.isPresent()) {
            return new BlockOutcome.Invalid(BlockOutcome.WHOLE_BLOCK, Refusal.NOT_NEXT, misfit.get());
        }
        var execution = BlockExecution.begin(parent, context, check);
        for (int index = 0; index < commands.size(); index++) {
            switch (execution.tryAdd(commands.get(index))) {
                case Admission.Admitted _ -> {}
                case Admission.Duplicate(long height, int place) -> {
                    return new BlockOutcome.Invalid(
                            index, Refusal.DUPLICATE, "decided before, at " + height + "/" + place);
                }
                case Admission.Refused(Refusal reason, String detail) -> {
                    return new BlockOutcome.Invalid(index, reason, detail);
                }
            }
        }
        return execution.finish();
    }

    /**
     * Builds a block of those {@code candidates}, in order, that may stand in it. A host that must survive a rule that
     * throws drives {@link BlockExecution} itself.
     *
     * @throws IllegalArgumentException when {@code context} does not follow {@code parent}
     */
    public static Selection select(
            LedgerState parent, BlockContext context, List<SignedCommand> candidates, SignatureCheck check) {
        var execution = BlockExecution.begin(parent, context, check);
        var taken = new ArrayList<SignedCommand>();
        var dropped = new ArrayList<Dropped>();
        for (SignedCommand candidate : candidates) {
            Admission admission = execution.tryAdd(candidate);
            if (admission instanceof Admission.Admitted) {
                taken.add(candidate);
            } else {
                dropped.add(new Dropped(candidate, admission));
            }
        }
        return new Selection(execution.finish(), taken, dropped);
    }

    /**
     * Whether {@code command} could stand in a block after {@code state} at {@code nowMillis}. A courtesy to its sender:
     * what counts is the block that it ends up in.
     */
    public static Admission admit(LedgerState state, SignedCommand command, long nowMillis, SignatureCheck check) {
        return new CommandValidity(state.map(), nowMillis, check).check(command);
    }
}
