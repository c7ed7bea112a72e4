package dev.shieldwall.replica.host;

import dev.shieldwall.ledger.Refusal;
import dev.shieldwall.model.command.IdentityCommand;
import dev.shieldwall.model.command.SignedCommand;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What is expected of the replicas that pass on commands. An honest one admitted the command itself, so a signature that
 * does not hold is a lie. Much else may be refused here and have been good there, at another height or by another clock;
 * of that each peer may send so much, and what it sends beyond is dropped unread, as if lost on the way. Thread-safe.
 */
final class Forwarded {

    /** Far above what honest peers send in vain, or callers could use up the allowance of those who serve them. */
    static final int VAIN_AT_ONCE = 8_192;
    static final int VAIN_PER_SECOND = 4_096;

    private final List<Allowance> allowances;

    Forwarded(int replicas, long nowNanos) {
        allowances = IntStream.range(0, replicas)
                .mapToObj(peer -> new Allowance(VAIN_AT_ONCE, VAIN_PER_SECOND, nowNanos))
                .toList();
    }

    boolean isReadFrom(int peer, long nowNanos) {
        return allowances.get(peer).isLeft(nowNanos);
    }

    /** Notes what became of a command from {@code peer}; false when no honest replica would have sent it. */
    boolean weigh(int peer, SignedCommand command, Admitted admitted, long nowMillis) {
        return switch (admitted) {
            // A full pool is nobody's fault, and who waits for a decision sends a command again.
            case Admitted.Waiting _, Admitted.Crowded _ -> true;
            case Admitted.Decided _, Admitted.Conflict _, Admitted.Poisonous _ -> inVain(peer);
            case Admitted.Refused(Refusal reason, _) -> !isNeverHonest(reason, command, nowMillis) && inVain(peer);
        };
    }

    private boolean inVain(int peer) {
        allowances.get(peer).spend();
        return true;
    }

    /**
     * Chain, limits, operators and issuers are those of genesis, and a registered key never changes: who admitted the
     * command at another height compared it with the same. A registration brings its key along; its attestation ends by
     * the clock, but as long as it has not ended here only what never changes can be wrong with it.
     */
    private static boolean isNeverHonest(Refusal reason, SignedCommand command, long nowMillis) {
        return switch (reason) {
            case TOO_LARGE, WRONG_CHAIN, WRONG_KEY, BAD_SIGNATURE -> true;
            case BAD_ATTESTATION -> command.payload().command() instanceof IdentityCommand.Register register
                    && nowMillis <= register.attestation().notAfterMillis();
            case DUPLICATE, CONFLICT, EXPIRED, TOO_FAR_AHEAD, UNKNOWN_PRINCIPAL, QUOTA, BLOCK_FULL, NOT_NEXT -> false;
        };
    }
}
