package dev.shieldwall.ledger.capability;

import static dev.shieldwall.ledger.facts.Ruling.accepted;
import static dev.shieldwall.ledger.facts.Ruling.rejected;

import dev.shieldwall.ledger.facts.Facts;
import dev.shieldwall.ledger.facts.HeldCapabilities;
import dev.shieldwall.ledger.facts.LedgerKeys;
import dev.shieldwall.ledger.facts.Moment;
import dev.shieldwall.ledger.facts.Ruling;
import dev.shieldwall.ledger.state.StateOverlay;
import dev.shieldwall.model.capability.Capability;
import dev.shieldwall.model.capability.CapabilityId;
import dev.shieldwall.model.command.CapabilityCommand;
import dev.shieldwall.model.decision.Rejection;
import dev.shieldwall.model.event.Event;
import dev.shieldwall.model.identity.PrincipalId;
import dev.shieldwall.model.proof.StateKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Rules for capabilities. {@code decide} reads, {@code evolve} writes; a revoked principal never gets this far. */
public final class CapabilityRules {

    private CapabilityRules() {}

    public static Ruling decide(Facts facts, PrincipalId principal, CapabilityCommand command, Moment now) {
        return switch (command) {
            case CapabilityCommand.Grant grant -> grant(facts, principal, grant, now);
            case CapabilityCommand.Revoke revoke -> revoke(facts, principal, revoke);
            case CapabilityCommand.Authorize authorize ->
                    AuthorizationRule.decide(facts, principal, authorize, now.timeMillis());
        };
    }

    private static Ruling grant(Facts facts, PrincipalId principal, CapabilityCommand.Grant command, Moment now) {
        if (!facts.isOperator(principal)) {
            return rejected(Rejection.NOT_AN_OPERATOR, "only an operator grants");
        }
        if (facts.capability(command.capabilityId()).isPresent()) {
            return rejected(Rejection.CAPABILITY_EXISTS, "the capability id is taken");
        }
        if (facts.isRevoked(command.holder())) {
            return rejected(Rejection.IDENTITY_ALREADY_REVOKED, "the holder was revoked");
        }
        if (!facts.isActive(command.holder())) {
            return rejected(Rejection.IDENTITY_UNKNOWN, "the holder is not registered");
        }
        long longest = facts.limits().capabilityMillis();
        if (command.expiresAtMillis() <= now.timeMillis() || command.expiresAtMillis() - now.timeMillis() > longest) {
            return rejected(Rejection.CAPABILITY_LIFETIME_NOT_ALLOWED,
                    "a capability ends after now and within " + longest + " ms");
        }
        List<String> notEnforced = command.constraints().notEnforced();
        if (!notEnforced.isEmpty()) {
            return rejected(Rejection.CONSTRAINT_NOT_ENFORCED,
                    "this version does not enforce " + String.join(", ", notEnforced));
        }
        if (keptBeside(facts, command.holder(), now).size() >= facts.limits().capabilitiesPerPrincipal()) {
            return rejected(Rejection.LIMIT_REACHED, "the holder has as many capabilities in force as it may");
        }
        return accepted(new Event.CapabilityGranted(new Capability(
                command.capabilityId(), command.holder(), principal, command.dimensions(), command.resources(),
                command.constraints(), command.expiresAtMillis(), now.height(), now.timeMillis(), null, null)));
    }

    /**
     * What stays listed when the holder gets one more: all, as long as there is room, so that a denial can name a
     * revoked or ended capability; those in force, once there is none.
     */
    private static List<CapabilityId> keptBeside(Facts facts, PrincipalId holder, Moment now) {
        List<CapabilityId> held = facts.capabilitiesOf(holder);
        if (held.size() < facts.limits().capabilitiesPerPrincipal()) {
            return held;
        }
        return held.stream()
                .filter(id -> facts.capability(id).filter(it -> isInForce(it, now.timeMillis())).isPresent())
                .toList();
    }

    static boolean isInForce(Capability capability, long timeMillis) {
        return !capability.isRevoked() && timeMillis < capability.expiresAtMillis();
    }

    private static Ruling revoke(Facts facts, PrincipalId principal, CapabilityCommand.Revoke command) {
        if (!facts.isOperator(principal)) {
            return rejected(Rejection.NOT_AN_OPERATOR, "only an operator revokes a capability");
        }
        Optional<Capability> capability = facts.capability(command.capabilityId());
        if (capability.isEmpty()) {
            return rejected(Rejection.CAPABILITY_UNKNOWN, "no such capability");
        }
        if (capability.get().isRevoked()) {
            return rejected(Rejection.CAPABILITY_ALREADY_REVOKED, "the capability was revoked before");
        }
        return accepted(new Event.CapabilityRevoked(command.capabilityId(), command.reason()));
    }

    public static void evolve(StateOverlay state, Event.CapabilityGranted event, Moment now) {
        Capability capability = event.capability();
        var held = new ArrayList<>(keptBeside(new Facts(state), capability.holder(), now));
        held.add(capability.id());
        state.put(LedgerKeys.capabilitiesOf(capability.holder()), new HeldCapabilities(held));
        state.put(StateKey.capability(capability.id()), capability);
    }

    public static void evolve(StateOverlay state, Event.CapabilityRevoked event, Moment now) {
        StateKey<Capability> key = StateKey.capability(event.id());
        Capability capability = Objects.requireNonNull(state.get(key), "revoked a capability that is not there");
        state.put(key, capability.revoked(now.height(), event.reason()));
    }
}
