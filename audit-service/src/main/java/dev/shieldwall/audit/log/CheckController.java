package dev.shieldwall.audit.log;

import dev.shieldwall.audit.readmodel.AuditReadModel;
import dev.shieldwall.model.audit.AuditReport;
import dev.shieldwall.model.block.ReplicaKeys;
import dev.shieldwall.service.problem.ProblemType;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Objects;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Recomputes the stored log and names what differs. */
@RestController
@Tag(name = "audit")
class CheckController {

    /** Entries that one call recomputes: about a second of work. */
    static final int MAX_ENTRIES = 5_000;

    private final AuditReadModel log;
    private final LogTree tree;
    private final ReplicaKeys keys;
    private final TransactionTemplate snapshot;

    CheckController(
            AuditReadModel log, StoredSubtrees subtrees, ReplicaKeys keys, PlatformTransactionManager transactions) {
        this.log = log;
        this.tree = new LogTree(subtrees);
        this.keys = keys;
        // One snapshot for the whole check: the projection may append meanwhile.
        this.snapshot = new TransactionTemplate(transactions);
        snapshot.setReadOnly(true);
        snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    }

    @Operation(summary = "Recompute a part of the stored log and name what differs",
            description = "from: first entry, 0 when absent. limit: entries, at most " + MAX_ENTRIES
                    + ". Go on at next until it is absent.")
    @GetMapping("/v1/audit/check")
    AuditReport check(
            @RequestParam(defaultValue = "0") long from, @RequestParam(defaultValue = "" + MAX_ENTRIES) int limit) {
        if (from < 0 || limit < 1 || limit > MAX_ENTRIES) {
            throw ProblemType.MALFORMED.because("from is not negative and limit is 1 to " + MAX_ENTRIES);
        }
        return Objects.requireNonNull(
                snapshot.execute(_ -> new AuditCheck(log, tree, keys).run(from, limit)));
    }
}
