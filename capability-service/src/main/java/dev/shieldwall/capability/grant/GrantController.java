package dev.shieldwall.capability.grant;

import dev.shieldwall.capability.readmodel.CapabilityReadModel;
import dev.shieldwall.client.http.Wire;
import dev.shieldwall.model.capability.Capability;
import dev.shieldwall.model.capability.CapabilityId;
import dev.shieldwall.model.capability.CapabilityPage;
import dev.shieldwall.model.command.CapabilityCommand;
import dev.shieldwall.model.identity.PrincipalId;
import dev.shieldwall.model.receipt.Receipt;
import dev.shieldwall.service.ledger.CommandForwarder;
import dev.shieldwall.service.problem.ProblemType;
import dev.shieldwall.service.web.PageRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Grants capabilities, takes them back and shows them. */
@RestController
@RequestMapping("/v1/capabilities")
@Tag(name = "capabilities")
class GrantController {

    private final CommandForwarder commands;
    private final CapabilityReadModel readModel;

    GrantController(CommandForwarder commands, CapabilityReadModel readModel) {
        this.commands = commands;
        this.readModel = readModel;
    }

    @Operation(summary = "Grant a capability", description = "Takes a signed capability.grant of an operator.")
    @PostMapping(consumes = Wire.JOSE, produces = Wire.RECEIPT)
    ResponseEntity<Receipt> grant(@RequestBody byte[] jws) throws InterruptedException {
        return commands.forward(jws, CapabilityCommand.Grant.class);
    }

    @Operation(summary = "List capabilities in the order of their grants",
            description = "holder: a SPIFFE id. revoked: true or false.")
    @GetMapping
    CapabilityPage list(
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable PrincipalId holder,
            @RequestParam(required = false) @Nullable Boolean revoked) {
        PageRequest page = PageRequest.of(cursor, limit);
        return readModel.capabilities(page.after(), page.limit(), holder, revoked);
    }

    @Operation(summary = "Show a capability")
    @GetMapping("/{id}")
    Capability show(@PathVariable CapabilityId id) {
        return readModel.find(id)
                .orElseThrow(() -> ProblemType.NOT_FOUND.because("no such capability"));
    }

    @Operation(summary = "Take a capability back for good",
            description = "Takes a signed capability.revoke of an operator.")
    @PostMapping(path = "/{id}/revocation", consumes = Wire.JOSE, produces = Wire.RECEIPT)
    ResponseEntity<Receipt> revoke(@PathVariable CapabilityId id, @RequestBody byte[] jws) throws InterruptedException {
        return commands.forward(jws, CapabilityCommand.Revoke.class, revoke -> revoke.capabilityId().equals(id));
    }
}
