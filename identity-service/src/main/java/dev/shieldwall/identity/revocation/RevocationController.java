package dev.shieldwall.identity.revocation;

import dev.shieldwall.client.http.Wire;
import dev.shieldwall.model.command.IdentityCommand;
import dev.shieldwall.model.identity.PrincipalId;
import dev.shieldwall.model.receipt.Receipt;
import dev.shieldwall.service.ledger.CommandForwarder;
import dev.shieldwall.service.web.PathText;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Ends an identity. */
@RestController
@Tag(name = "identities")
class RevocationController {

    private final CommandForwarder commands;

    RevocationController(CommandForwarder commands) {
        this.commands = commands;
    }

    @Operation(summary = "End an identity for good",
            description = "Takes a signed identity.revoke of an operator or of the principal itself. "
                    + "id: base64url of the SPIFFE id, without padding.")
    @PostMapping(path = "/v1/identities/{id}/revocation", consumes = Wire.JOSE, produces = Wire.RECEIPT)
    ResponseEntity<Receipt> revoke(@PathVariable String id, @RequestBody byte[] jws) throws InterruptedException {
        PrincipalId named = PathText.decode(id, PrincipalId::new);
        return commands.forward(jws, IdentityCommand.Revoke.class, revoke -> revoke.id().equals(named));
    }
}
