package dev.shieldwall.service.ledger;

import dev.shieldwall.client.ledger.LedgerClient;
import dev.shieldwall.model.codec.MalformedException;
import dev.shieldwall.model.codec.TypeName;
import dev.shieldwall.model.command.Command;
import dev.shieldwall.model.command.CommandJws;
import dev.shieldwall.model.command.SignedCommand;
import dev.shieldwall.model.genesis.Genesis;
import dev.shieldwall.model.receipt.Receipt;
import dev.shieldwall.service.problem.ProblemType;
import java.util.function.Predicate;
import org.springframework.http.ResponseEntity;

/**
 * Passes a signed command on to the replicas, byte for byte, and answers with its receipt. Reads the command only to
 * refuse early what no replica would take, and what belongs to another endpoint. Thread-safe.
 */
public final class CommandForwarder {

    private final LedgerClient ledger;
    private final int maxBytes;

    public CommandForwarder(LedgerClient ledger, Genesis genesis) {
        this.ledger = ledger;
        this.maxBytes = genesis.limits().commandBytes();
    }

    /**
     * Submits {@code jws}, whatever command it is, and waits for the decision.
     *
     * @throws dev.shieldwall.service.problem.ProblemException when there is no receipt
     */
    public ResponseEntity<Receipt> forward(byte[] jws) throws InterruptedException {
        return forward(jws, Command.class);
    }

    /** As above, for an endpoint that takes one type of command. */
    public <T extends Command> ResponseEntity<Receipt> forward(byte[] jws, Class<T> accepts)
            throws InterruptedException {
        return forward(jws, accepts, _ -> true);
    }

    /**
     * As above, for a path that names an object.
     *
     * @param addressed whether the command is about that object
     */
    public <T extends Command> ResponseEntity<Receipt> forward(byte[] jws, Class<T> accepts, Predicate<T> addressed)
            throws InterruptedException {
        SignedCommand command = parse(jws);
        Command asked = command.payload().command();
        if (!accepts.isInstance(asked)) {
            throw ProblemType.WRONG_COMMAND.because("this endpoint takes " + typeName(accepts));
        }
        if (!addressed.test(accepts.cast(asked))) {
            throw ProblemType.WRONG_COMMAND.because("the command is about another object than the path");
        }
        return OutcomeResponses.answer(ledger.submit(command));
    }

    private SignedCommand parse(byte[] jws) {
        if (jws.length > maxBytes) {
            throw ProblemType.TOO_LARGE.because("a command has at most " + maxBytes + " bytes");
        }
        try {
            return CommandJws.parse(jws, maxBytes);
        } catch (MalformedException e) {
            throw ProblemType.MALFORMED.because(e.getMessage() == null ? "not a signed command" : e.getMessage());
        }
    }

    private static String typeName(Class<? extends Command> type) {
        var name = type.getAnnotation(TypeName.class);
        return name == null ? type.getSimpleName() : name.value();
    }
}
