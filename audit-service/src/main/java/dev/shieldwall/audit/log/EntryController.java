package dev.shieldwall.audit.log;

import dev.shieldwall.audit.readmodel.AuditReadModel;
import dev.shieldwall.model.audit.AuditEntry;
import dev.shieldwall.model.audit.AuditPage;
import dev.shieldwall.model.identity.PrincipalId;
import dev.shieldwall.service.problem.ProblemType;
import dev.shieldwall.service.web.PageRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows the entries of the log. */
@RestController
@RequestMapping("/v1/audit/entries")
@Tag(name = "audit")
class EntryController {

    private static final Pattern ACTION = Pattern.compile("[a-z_]{1,64}");

    private final AuditReadModel log;

    EntryController(AuditReadModel log) {
        this.log = log;
    }

    @Operation(summary = "List audit entries in the order of the log",
            description = "cursor: an index to start at. action: for example authorization_granted. "
                    + "serviceId: the SPIFFE id of who acted.")
    @GetMapping
    AuditPage list(
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String action,
            @RequestParam(required = false) @Nullable PrincipalId serviceId) {
        PageRequest page = PageRequest.of(cursor, limit);
        if (action != null && !ACTION.matcher(action).matches()) {
            throw ProblemType.MALFORMED.because("an action is up to 64 lower-case letters and underscores");
        }
        return log.page(page.after(), page.limit(), new AuditReadModel.Filter(action, serviceId));
    }

    @Operation(summary = "Show an audit entry")
    @GetMapping("/{index}")
    AuditEntry show(@PathVariable long index) {
        return log.entry(index).orElseThrow(() -> ProblemType.NOT_FOUND.because("no such entry"));
    }
}
