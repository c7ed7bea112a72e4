package dev.shieldwall.audit.log;

import dev.shieldwall.audit.readmodel.AuditReadModel;
import dev.shieldwall.model.audit.ConsistencyProof;
import dev.shieldwall.model.audit.LogProof;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.service.problem.ProblemType;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Proofs over the log (RFC 9162 section 2.1.3 and 2.1.4); the roots are those that certified headers name. */
@RestController
@RequestMapping("/v1/audit/proofs")
@Tag(name = "audit")
class ProofController {

    private final AuditReadModel log;
    private final LogTree tree;

    ProofController(AuditReadModel log, StoredSubtrees subtrees) {
        this.log = log;
        this.tree = new LogTree(subtrees);
    }

    @Operation(summary = "Prove that an entry stands in the log",
            description = "size: of the tree, the newest when absent. The path begins with the sibling of the leaf.")
    @GetMapping("/inclusion")
    LogProof inclusion(@RequestParam long index, @RequestParam(required = false) @Nullable Long size) {
        long newest = log.size();
        long of = size == null ? newest : size;
        if (index < 0 || of > newest || index >= of) {
            throw ProblemType.MALFORMED.because("index < size <= " + newest + " does not hold");
        }
        return new LogProof(index, of, Hash.of(tree.root(of)), tree.inclusion(index, of).stream().map(Hash::of).toList());
    }

    @Operation(summary = "Prove that the log only grew", description = "to: the newest size when absent.")
    @GetMapping("/consistency")
    ConsistencyProof consistency(@RequestParam long from, @RequestParam(required = false) @Nullable Long to) {
        long newest = log.size();
        long until = to == null ? newest : to;
        if (from < 0 || from > until || until > newest) {
            throw ProblemType.MALFORMED.because("0 <= from <= to <= " + newest + " does not hold");
        }
        return new ConsistencyProof(from, until, Hash.of(tree.root(from)), Hash.of(tree.root(until)),
                tree.consistency(from, until).stream().map(Hash::of).toList());
    }
}
