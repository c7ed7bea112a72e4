package dev.shieldwall.identity.registration;

import dev.shieldwall.client.http.Wire;
import dev.shieldwall.identity.readmodel.IdentityReadModel;
import dev.shieldwall.model.command.IdentityCommand;
import dev.shieldwall.model.identity.Identity;
import dev.shieldwall.model.identity.IdentityPage;
import dev.shieldwall.model.identity.IdentityStatus;
import dev.shieldwall.model.identity.PrincipalId;
import dev.shieldwall.model.receipt.Receipt;
import dev.shieldwall.service.ledger.CommandForwarder;
import dev.shieldwall.service.problem.ProblemType;
import dev.shieldwall.service.web.PageRequest;
import dev.shieldwall.service.web.PathText;
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

/** Registers principals and shows them. In a path an id is the base64url of the SPIFFE id, which has slashes. */
@RestController
@RequestMapping("/v1/identities")
@Tag(name = "identities")
class RegistrationController {

    private final CommandForwarder commands;
    private final IdentityReadModel identities;

    RegistrationController(CommandForwarder commands, IdentityReadModel identities) {
        this.commands = commands;
        this.identities = identities;
    }

    @Operation(summary = "Register the signing principal", description = "Takes a signed identity.register.")
    @PostMapping(consumes = Wire.JOSE, produces = Wire.RECEIPT)
    ResponseEntity<Receipt> register(@RequestBody byte[] jws) throws InterruptedException {
        return commands.forward(jws, IdentityCommand.Register.class);
    }

    @Operation(summary = "List identities in the order of their registration",
            description = "status: active or revoked. id: the SPIFFE id itself, for a list of one or none.")
    @GetMapping
    IdentityPage list(
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable IdentityStatus status,
            @RequestParam(required = false) @Nullable PrincipalId id) {
        PageRequest page = PageRequest.of(cursor, limit);
        var filter = new IdentityReadModel.Filter(
                status, id);
        return identities.page(page.after(), page.limit(), filter);
    }

    @Operation(summary = "Show an identity", description = "id: base64url of the SPIFFE id, without padding.")
    @GetMapping("/{id}")
    Identity show(@PathVariable String id) {
        return identities.find(PathText.decode(id, PrincipalId::new))
                .orElseThrow(() -> ProblemType.NOT_FOUND.because("no such identity"));
    }
}
