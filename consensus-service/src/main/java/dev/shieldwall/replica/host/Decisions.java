package dev.shieldwall.replica.host;

import dev.shieldwall.model.decision.CommandId;
import dev.shieldwall.model.identity.PrincipalId;
import dev.shieldwall.model.proof.UsedCommand;
import java.util.List;
import java.util.Optional;
import org.springframework.dao.DataAccessException;

/**
 * Looks up what became of a command: in the state, and in the index that outlives its entry there. Thread-safe. An id is
 * a principal's own, so every look-up is by both; another who uses the same id can hide nothing.
 */
final class Decisions {

    /** On a busy replica the newest block is always under way to the index; one that takes longer is in trouble. */
    static final long INDEX_PATIENCE_MILLIS = 1_000;
    private static final Finding BEHIND = new Finding.Unavailable("the index of commands is behind");
    private static final Finding NO_BLOCK = new Finding.Unavailable("the block of this decision is not available");

    private final Ledgers ledgers;
    private final long indexPatienceMillis;

    Decisions(Ledgers ledgers, long indexPatienceMillis) {
        this.ledgers = ledgers;
        this.indexPatienceMillis = indexPatienceMillis;
    }

    Finding find(PrincipalId principal, CommandId id) {
        Head head = ledgers.head();
        Optional<UsedCommand> used = head.state().usedCommand(principal, id);
        try {
            return used.isPresent()
                    ? at(used.get().height(), used.get().index())
                    : indexed(head, principal.value(), id);
        } catch (DataAccessException e) {
            return new Finding.Unavailable("the index of commands is not available");
        }
    }

    /** Asks the index alone, since the state knows an id only together with its principal. */
    Finding find(CommandId id) throws InterruptedException {
        Head head = ledgers.head();
        // While the database is known to be away nothing gets into it, however long one waits.
        long patience = ledgers.history().storeTrouble().isPresent() ? 0 : indexPatienceMillis;
        // Asked before the index: what is stored meanwhile is found in it.
        boolean whole = ledgers.history().awaitStored(head.height(), patience);
        try {
            List<String> principals = ledgers.history().principals(id);
            return switch (principals.size()) {
                case 0 -> whole ? new Finding.Absent(head) : BEHIND;
                case 1 -> whole ? indexed(head, principals.getFirst(), id) : BEHIND;
                default -> new Finding.Ambiguous();
            };
        } catch (DataAccessException e) {
            return new Finding.Unavailable("the index of commands is not available");
        }
    }

    private Finding indexed(Head head, String principal, CommandId id) {
        // Asked before the index: what is stored meanwhile is found in it.
        boolean complete = isIndexComplete(head);
        return ledgers.history().decision(principal, id)
                .map(place -> at(place.height(), place.index()))
                .orElseGet(() -> complete
                        ? new Finding.Absent(head)
                        : BEHIND);
    }

    private Finding at(long height, int index) {
        return ledgers.history().block(height)
                .<Finding>map(block -> new Finding.Decided(block.receipt(index)))
                .orElse(NO_BLOCK);
    }

    /** Whether the state still remembers the commands of every block that the index lacks. */
    private boolean isIndexComplete(Head head) {
        long missing = ledgers.history().storedHeight() + 1;
        return missing > head.height()
                || ledgers.history().block(missing)
                        .filter(block -> block.certified().header().timeMillis() + head.state().limits().keepMillis()
                                >= head.state().timeMillis())
                        .isPresent();
    }
}
