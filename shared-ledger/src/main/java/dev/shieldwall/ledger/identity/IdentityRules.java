package dev.shieldwall.ledger.identity;

import static dev.shieldwall.ledger.facts.Ruling.accepted;
import static dev.shieldwall.ledger.facts.Ruling.rejected;

import dev.shieldwall.ledger.facts.Facts;
import dev.shieldwall.ledger.facts.Moment;
import dev.shieldwall.ledger.facts.Ruling;
import dev.shieldwall.ledger.state.StateOverlay;
import dev.shieldwall.model.command.IdentityCommand;
import dev.shieldwall.model.decision.Rejection;
import dev.shieldwall.model.event.Event;
import dev.shieldwall.model.identity.Identity;
import dev.shieldwall.model.identity.IdentityStatus;
import dev.shieldwall.model.identity.PrincipalId;
import dev.shieldwall.model.proof.StateKey;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Rules for identities. {@code decide} reads, {@code evolve} writes; a revoked principal never gets this far. */
public final class IdentityRules {

    /** Parts of the trust domain whose names only genesis gives. */
    static final List<String> RESERVED = List.of("/replica/", "/operator/", "/issuer/");

    private static final int CONSENSUS_WEIGHT = 1;

    private IdentityRules() {}

    public static Ruling decide(Facts facts, PrincipalId principal, IdentityCommand command, Moment now) {
        return switch (command) {
            case IdentityCommand.Register register -> register(facts, principal, register, now);
            case IdentityCommand.Revoke revoke -> revoke(facts, principal, revoke);
        };
    }

    /** That the attestation holds is a condition of the block ({@link AttestationRule}), not of this decision. */
    private static Ruling register(
            Facts facts, PrincipalId principal, IdentityCommand.Register command, Moment now) {
        if (command.consensusWeight() != CONSENSUS_WEIGHT) {
            return rejected(Rejection.CONSENSUS_WEIGHT_NOT_ENFORCED, "votes are not weighted; the weight must be 1");
        }
        if (!isAllowed(facts, principal)) {
            return rejected(Rejection.IDENTITY_NOT_ALLOWED, "the id is outside the trust domain or reserved");
        }
        if (facts.identity(principal).isPresent()) {
            return rejected(Rejection.IDENTITY_EXISTS, "the id is taken, or was until it was revoked");
        }
        return accepted(new Event.IdentityRegistered(new Identity(
                principal, command.publicKey(), command.attestation(), command.meshRole(), command.consensusWeight(),
                command.trustedPeers(), IdentityStatus.ACTIVE, now.height(), now.timeMillis(), null, null)));
    }

    private static boolean isAllowed(Facts facts, PrincipalId id) {
        String domain = "spiffe://" + facts.mesh().trustDomain();
        return id.trustDomain().equals(facts.mesh().trustDomain())
                && RESERVED.stream().noneMatch(path -> id.value().startsWith(domain + path))
                && !facts.isOperator(id)
                && facts.issuerKey(id).isEmpty();
    }

    private static Ruling revoke(Facts facts, PrincipalId principal, IdentityCommand.Revoke command) {
        if (!command.id().equals(principal) && !facts.isOperator(principal)) {
            return rejected(Rejection.NOT_YOURS, "only an operator revokes the identity of somebody else");
        }
        Optional<Identity> identity = facts.identity(command.id());
        if (identity.isEmpty()) {
            return rejected(Rejection.IDENTITY_UNKNOWN, "no such identity is registered");
        }
        if (!identity.get().isActive()) {
            return rejected(Rejection.IDENTITY_ALREADY_REVOKED, "the identity was revoked before");
        }
        return accepted(new Event.IdentityRevoked(command.id(), command.reason()));
    }

    public static void evolve(StateOverlay state, Event.IdentityRegistered event) {
        state.put(StateKey.identity(event.identity().id()), event.identity());
    }

    public static void evolve(StateOverlay state, Event.IdentityRevoked event, Moment now) {
        StateKey<Identity> key = StateKey.identity(event.id());
        Identity identity = Objects.requireNonNull(state.get(key), "revoked an identity that is not there");
        state.put(key, identity.revoked(now.height(), event.reason()));
    }
}
