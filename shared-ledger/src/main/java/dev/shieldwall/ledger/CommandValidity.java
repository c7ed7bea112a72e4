package dev.shieldwall.ledger;

import dev.shieldwall.crypto.signature.SignatureRejectedException;
import dev.shieldwall.ledger.facts.Facts;
import dev.shieldwall.ledger.identity.AttestationRule;
import dev.shieldwall.ledger.state.StateReader;
import dev.shieldwall.model.command.CommandPayload;
import dev.shieldwall.model.command.IdentityCommand;
import dev.shieldwall.model.command.SignedCommand;
import dev.shieldwall.model.genesis.Limits;
import dev.shieldwall.model.identity.VerificationKey;
import dev.shieldwall.model.proof.StateKey;
import dev.shieldwall.model.proof.UsedCommand;
import java.util.Optional;

/** The conditions under which a command may stand in a block, cheapest first (docs/design/ledger.md, validity). */
final class CommandValidity {

    private static final Admission ADMITTED = new Admission.Admitted();

    private final StateReader state;
    private final Facts facts;
    private final long timeMillis;
    private final SignatureCheck signatures;

    /** {@code state} shows the effects of the earlier commands of the same block. */
    CommandValidity(StateReader state, long timeMillis, SignatureCheck signatures) {
        this.state = state;
        this.facts = new Facts(state);
        this.timeMillis = timeMillis;
        this.signatures = signatures;
    }

    Admission check(SignedCommand command) {
        CommandPayload payload = command.payload();
        Limits limits = facts.limits();
        if (command.jws().size() > limits.commandBytes()) {
            return refused(Refusal.TOO_LARGE, "a command has at most " + limits.commandBytes() + " bytes");
        }
        if (!payload.chainId().equals(facts.mesh().chainId())) {
            return refused(Refusal.WRONG_CHAIN, "the command is for another mesh");
        }
        UsedCommand used = state.get(StateKey.usedCommand(payload.principal(), payload.commandId()));
        if (used != null) {
            return used.jwsHash().equals(command.jwsHash())
                    ? new Admission.Duplicate(used.height(), used.index())
                    : refused(Refusal.CONFLICT, "the command id was used for another command");
        }
        if (timeMillis > payload.notAfterMillis()) {
            return refused(Refusal.EXPIRED, "notAfter has passed");
        }
        if (payload.notAfterMillis() - timeMillis > limits.notAfterAheadMillis()) {
            return refused(Refusal.TOO_FAR_AHEAD,
                    "notAfter lies more than " + limits.notAfterAheadMillis() + " ms ahead");
        }
        if (UsedCommands.isQuotaSpent(state, payload)) {
            return refused(Refusal.QUOTA, "too many commands that have not expired");
        }
        return payload.command() instanceof IdentityCommand.Register register
                ? registration(command, register)
                : bySomebodyKnown(command);
    }

    private Admission registration(SignedCommand command, IdentityCommand.Register register) {
        Optional<String> problem =
                AttestationRule.problem(facts, command.payload().principal(), register, timeMillis);
        return problem.isPresent()
                ? refused(Refusal.BAD_ATTESTATION, problem.get())
                : signedBy(register.publicKey(), command);
    }

    private Admission bySomebodyKnown(SignedCommand command) {
        Optional<VerificationKey> key = facts.keyOf(command.payload().principal());
        return key.isEmpty()
                ? refused(Refusal.UNKNOWN_PRINCIPAL, "the principal is not registered")
                : signedBy(key.get(), command);
    }

    private Admission signedBy(VerificationKey key, SignedCommand command) {
        if (!key.thumbprint().equals(command.keyId())) {
            return refused(Refusal.WRONG_KEY, "the command names another key than the principal's");
        }
        try {
            signatures.check(command, key);
            return ADMITTED;
        } catch (SignatureRejectedException e) {
            return refused(Refusal.BAD_SIGNATURE, "the signature does not hold");
        }
    }

    private static Admission refused(Refusal reason, String detail) {
        return new Admission.Refused(reason, detail);
    }
}
