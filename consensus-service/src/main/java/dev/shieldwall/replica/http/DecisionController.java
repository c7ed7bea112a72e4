package dev.shieldwall.replica.http;

import dev.shieldwall.client.http.Wire;
import dev.shieldwall.client.ledger.NotDecided;
import dev.shieldwall.model.block.BlockHeader;
import dev.shieldwall.model.block.QuorumCertificate;
import dev.shieldwall.model.decision.CommandId;
import dev.shieldwall.model.identity.PrincipalId;
import dev.shieldwall.model.proof.StateKey;
import dev.shieldwall.model.receipt.Receipt;
import dev.shieldwall.replica.host.Finding;
import dev.shieldwall.replica.host.Head;
import dev.shieldwall.replica.host.ReplicaHost;
import dev.shieldwall.service.problem.ProblemType;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Tells what became of a command. A 404 for a named principal carries the proof that the certified state holds no
 * decision; what that is worth depends on block time and notAfter, which the caller compares (consensus.md 1.7).
 */
@RestController
@Tag(name = "consensus")
class DecisionController {

    private static final String PENDING = "Shieldwall-Pending";

    private final ReplicaHost host;

    DecisionController(ReplicaHost host) {
        this.host = host;
    }

    @Operation(summary = "The receipt of a command, or the proof that the state holds none",
            description = "principal: who signed; without it only the index of commands is asked, nothing is proven, and"
                    + " an id that several principals used is a conflict")
    @GetMapping("/v1/decisions/{commandId}")
    ResponseEntity<byte[]> decision(
            @PathVariable CommandId commandId, @RequestParam(required = false) @Nullable PrincipalId principal)
            throws InterruptedException {
        Finding finding = principal == null ? host.decision(commandId) : host.decision(principal, commandId);
        return switch (finding) {
            case Finding.Decided(Receipt receipt) -> CommandController.receipt(host, receipt);
            case Finding.Ambiguous _ ->
                throw ProblemType.AMBIGUOUS.because("several principals used this command id: name the principal");
            case Finding.Unavailable(String why) -> throw ProblemType.UNAVAILABLE.because(why);
            case Finding.Absent(Head head) -> absent(head, commandId, principal);
        };
    }

    private ResponseEntity<byte[]> absent(Head head, CommandId commandId, @Nullable PrincipalId principal) {
        BlockHeader header = head.header();
        QuorumCertificate certificate = head.certificate();
        if (principal == null || header == null || certificate == null) {
            throw ProblemType.NOT_FOUND.because("no decision here; name the principal for a proof of that");
        }
        NotDecided proof =
                new NotDecided(header, certificate, head.state().prove(StateKey.usedCommand(principal, commandId)));
        return ResponseEntity.status(HttpStatus.NOT_FOUND)
                .contentType(MediaType.parseMediaType(NotDecided.MEDIA_TYPE))
                .header(Wire.HEIGHT, Long.toString(header.height()))
                .header(PENDING, Boolean.toString(host.isWaiting(principal, commandId)))
                .body(proof.toJson());
    }
}
