package dev.shieldwall.session.establishment;

import dev.shieldwall.client.http.Wire;
import dev.shieldwall.model.command.SessionCommand;
import dev.shieldwall.model.identity.PrincipalId;
import dev.shieldwall.model.receipt.Receipt;
import dev.shieldwall.model.session.Session;
import dev.shieldwall.model.session.SessionId;
import dev.shieldwall.model.session.SessionPage;
import dev.shieldwall.model.session.SessionStatus;
import dev.shieldwall.service.ledger.CommandForwarder;
import dev.shieldwall.service.problem.ProblemType;
import dev.shieldwall.service.web.PageRequest;
import dev.shieldwall.session.readmodel.SessionReadModel;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Opens sessions, closes them and shows them. */
@RestController
@RequestMapping("/v1/sessions")
@Tag(name = "sessions")
class SessionController {

    private final CommandForwarder commands;
    private final SessionReadModel sessions;

    SessionController(CommandForwarder commands, SessionReadModel sessions) {
        this.commands = commands;
        this.sessions = sessions;
    }

    @Operation(summary = "Open a session of the signing principal", description = "Takes a signed session.establish.")
    @PostMapping(consumes = Wire.JOSE, produces = Wire.RECEIPT)
    ResponseEntity<Receipt> establish(@RequestBody byte[] jws) throws InterruptedException {
        return commands.forward(jws, SessionCommand.Establish.class);
    }

    @Operation(summary = "List sessions in the order in which they were opened", description = "status: open or closed.")
    @GetMapping
    SessionPage list(
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable SessionStatus status,
            @RequestParam(required = false) @Nullable PrincipalId principal) {
        PageRequest page = PageRequest.of(cursor, limit);
        var filter = new SessionReadModel.Filter(
                status, principal);
        return sessions.page(page.after(), page.limit(), filter);
    }

    @Operation(summary = "Show a session")
    @GetMapping("/{id}")
    Session show(@PathVariable SessionId id) {
        return sessions.find(id)
                .orElseThrow(() -> ProblemType.NOT_FOUND.because("no such session"));
    }

    @Operation(summary = "Close a session of the signing principal", description = "Takes a signed session.close.")
    @DeleteMapping(path = "/{id}", consumes = Wire.JOSE, produces = Wire.RECEIPT)
    ResponseEntity<Receipt> close(@PathVariable SessionId id, @RequestBody byte[] jws) throws InterruptedException {
        return commands.forward(jws, SessionCommand.Close.class, close -> close.sessionId().equals(id));
    }
}
