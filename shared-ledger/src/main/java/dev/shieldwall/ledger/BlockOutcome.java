package dev.shieldwall.ledger;

import dev.shieldwall.model.audit.AuditLeaf;
import dev.shieldwall.model.block.ResultLeaf;
import dev.shieldwall.model.codec.Hash;
import java.util.List;

/** What came of executing a block. */
public sealed interface BlockOutcome {

    /** Index of a block that is invalid for no single command. */
    int WHOLE_BLOCK = -1;

    /**
     * The block is valid; the roots are what its header must say.
     *
     * @param state after the block
     * @param results one for each command, in order
     * @param leaves what the block appended to the audit log, one for each command
     */
    record Executed(
            LedgerState state, List<ResultLeaf> results, List<AuditLeaf> leaves, Hash batchRoot, Hash stateRoot,
            Hash resultsRoot, long auditSize, Hash auditRoot) implements BlockOutcome {

        public Executed {
            results = List.copyOf(results);
            leaves = List.copyOf(leaves);
        }
    }

    /** The block gets no vote. {@code index} is that of the first offending command, or {@link #WHOLE_BLOCK}. */
    record Invalid(int index, Refusal reason, String detail) implements BlockOutcome {}
}
