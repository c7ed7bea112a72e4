package dev.shieldwall.capability.authorization;

import dev.shieldwall.capability.readmodel.CapabilityReadModel;
import dev.shieldwall.client.http.Wire;
import dev.shieldwall.model.command.CapabilityCommand;
import dev.shieldwall.model.decision.Authorization;
import dev.shieldwall.model.decision.AuthorizationPage;
import dev.shieldwall.model.decision.CommandId;
import dev.shieldwall.model.identity.PrincipalId;
import dev.shieldwall.model.receipt.Receipt;
import dev.shieldwall.service.ledger.CommandForwarder;
import dev.shieldwall.service.problem.ProblemType;
import dev.shieldwall.service.web.PageRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Decides whether an operation may run. Denial is a 200 with a receipt; 4xx means that the question was bad. */
@RestController
@RequestMapping("/v1/authorizations")
@Tag(name = "authorizations")
class AuthorizationController {

    private final CommandForwarder commands;
    private final CapabilityReadModel readModel;

    AuthorizationController(CommandForwarder commands, CapabilityReadModel readModel) {
        this.commands = commands;
        this.readModel = readModel;
    }

    @Operation(summary = "Ask whether an operation may run now",
            description = "Takes a signed capability.authorize. Granted and denied are both 200 with a receipt.")
    @PostMapping(consumes = Wire.JOSE, produces = Wire.RECEIPT)
    ResponseEntity<Receipt> authorize(@RequestBody byte[] jws) throws InterruptedException {
        return commands.forward(jws, CapabilityCommand.Authorize.class);
    }

    @Operation(summary = "List authorizations in the order of their decisions", description = "principal: a SPIFFE id.")
    @GetMapping
    AuthorizationPage list(
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable PrincipalId principal) {
        PageRequest page = PageRequest.of(cursor, limit);
        return readModel.authorizations(page.after(), page.limit(), principal);
    }

    @Operation(summary = "Show what was decided about a command",
            description = "The newest decision, when the principal used the id again after the ledger forgot it. "
                    + "principal: needed only when several principals drew the same command id.")
    @GetMapping("/{commandId}")
    Authorization show(
            @PathVariable CommandId commandId, @RequestParam(required = false) @Nullable PrincipalId principal) {
        List<Authorization> found = readModel.authorizations(commandId, principal);
        if (found.size() > 1) {
            throw ProblemType.AMBIGUOUS.because("several principals used this command id: name the principal");
        }
        return found.stream().findFirst()
                .orElseThrow(() -> ProblemType.NOT_FOUND.because("no authorization with this command id"));
    }
}
