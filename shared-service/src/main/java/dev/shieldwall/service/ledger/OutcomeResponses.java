package dev.shieldwall.service.ledger;

import dev.shieldwall.client.http.Wire;
import dev.shieldwall.client.ledger.Outcome;
import dev.shieldwall.model.receipt.Receipt;
import dev.shieldwall.service.problem.ProblemException;
import dev.shieldwall.service.problem.ProblemType;
import java.time.Duration;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** What an outcome is in HTTP: a decision is a 200, whatever it says; no decision is a problem, never a denial. */
public final class OutcomeResponses {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final MediaType RECEIPT = MediaType.parseMediaType(Wire.RECEIPT);

    private OutcomeResponses() {}

    /** @throws ProblemException for every outcome without a receipt */
    public static ResponseEntity<Receipt> answer(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Decided(Receipt receipt) -> answer(receipt);
            case Outcome.Unknown unknown -> throw new ProblemException(
                    ProblemType.OUTCOME_UNKNOWN
                            .problem("the command may still be decided: send it again unchanged, or ask for its decision")
                            .unknown(unknown.commandId(), unknown.notAfterMillis()),
                    RETRY_AFTER);
            case Outcome.Refused refused -> throw refused(refused);
        };
    }

    public static ResponseEntity<Receipt> answer(Receipt receipt) {
        return ResponseEntity.ok()
                .contentType(RECEIPT)
                .header(Wire.HEIGHT, Long.toString(receipt.header().height()))
                .body(receipt);
    }

    private static ProblemException refused(Outcome.Refused refused) {
        ProblemType type = switch (refused.status()) {
            case 400 -> ProblemType.MALFORMED;
            case 409 -> ProblemType.CONFLICT;
            case 413 -> ProblemType.TOO_LARGE;
            case 429 -> ProblemType.TOO_MANY_REQUESTS;
            default -> ProblemType.NOT_ADMITTED;
        };
        Duration retryAfter = type == ProblemType.TOO_MANY_REQUESTS && refused.retryAfter() == null
                ? RETRY_AFTER
                : refused.retryAfter();
        return new ProblemException(type.problem(refused.code() + ": " + refused.detail()), retryAfter);
    }
}
