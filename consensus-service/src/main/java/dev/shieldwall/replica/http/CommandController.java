package dev.shieldwall.replica.http;

import dev.shieldwall.client.http.Problem;
import dev.shieldwall.client.http.Wire;
import dev.shieldwall.ledger.Refusal;
import dev.shieldwall.model.receipt.Receipt;
import dev.shieldwall.replica.host.Admitted;
import dev.shieldwall.replica.host.ReplicaHost;
import dev.shieldwall.replica.host.Submitted;
import dev.shieldwall.service.problem.ProblemException;
import dev.shieldwall.service.problem.ProblemType;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.util.Locale;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Takes a signed command and answers with its receipt. A denial is a decision; 4xx and 5xx are none. */
@RestController
@Tag(name = "consensus")
class CommandController {

    private static final Duration SOON = Duration.ofSeconds(1);
    private static final MediaType RECEIPT = MediaType.parseMediaType(Wire.RECEIPT);

    private final ReplicaHost host;
    private final CommandTimeout timeout;

    CommandController(ReplicaHost host, CommandTimeout timeout) {
        this.host = host;
        this.timeout = timeout;
    }

    @Operation(summary = "Submit a signed command and wait for its decision")
    @PostMapping(path = Wire.COMMANDS, consumes = Wire.JOSE)
    ResponseEntity<byte[]> submit(@RequestBody byte[] jws) throws InterruptedException {
        return switch (host.submit(jws, timeout.value().toMillis())) {
            case Submitted.Decided(Receipt receipt) -> receipt(host, receipt);
            case Submitted.Unknown(var command) -> {
                Problem problem = ProblemType.OUTCOME_UNKNOWN
                        .problem("no decision so far; it may still come")
                        .unknown(command.commandId(), command.notAfterMillis());
                throw new ProblemException(problem, SOON);
            }
            case Submitted.Malformed(String detail) -> throw ProblemType.MALFORMED.because(detail);
            case Submitted.NotAdmitted(Admitted why) -> throw refusal(why);
        };
    }

    static ResponseEntity<byte[]> receipt(ReplicaHost host, Receipt receipt) {
        return ResponseEntity.ok()
                .contentType(RECEIPT)
                .header(Wire.HEIGHT, Long.toString(receipt.header().height()))
                .header(Wire.PRIMARY, Integer.toString(host.primary()))
                .body(receipt.toJson());
    }

    private static ProblemException refusal(Admitted why) {
        return switch (why) {
            case Admitted.Conflict _ -> ProblemType.CONFLICT.because("another command with this id waits");
            case Admitted.Crowded(String detail) ->
                new ProblemException(ProblemType.TOO_MANY_REQUESTS.problem(detail), SOON);
            case Admitted.Poisonous _ -> ProblemType.INTERNAL.because("a rule broke on this command; it was kept");
            case Admitted.Refused(Refusal reason, String detail) -> refused(reason, detail);
            case Admitted.Waiting _, Admitted.Decided _ -> throw new IllegalStateException("not a refusal: " + why);
        };
    }

    private static ProblemException refused(Refusal reason, String detail) {
        return switch (reason) {
            case CONFLICT -> ProblemType.CONFLICT.because(detail);
            case TOO_LARGE -> ProblemType.TOO_LARGE.because(detail);
            case QUOTA -> new ProblemException(ProblemType.TOO_MANY_REQUESTS.problem(detail), SOON);
            case WRONG_CHAIN, DUPLICATE, EXPIRED, TOO_FAR_AHEAD, UNKNOWN_PRINCIPAL, WRONG_KEY, BAD_ATTESTATION,
                    BAD_SIGNATURE, BLOCK_FULL, NOT_NEXT ->
                ProblemType.NOT_ADMITTED.because(
                        reason.name().toLowerCase(Locale.ROOT).replace('_', '-') + ": " + detail);
        };
    }
}
