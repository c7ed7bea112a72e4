package dev.shieldwall.ledger;

import dev.shieldwall.ledger.capability.CapabilityRules;
import dev.shieldwall.ledger.facts.Facts;
import dev.shieldwall.ledger.facts.Moment;
import dev.shieldwall.ledger.facts.Ruling;
import dev.shieldwall.ledger.identity.IdentityRules;
import dev.shieldwall.ledger.session.SessionRules;
import dev.shieldwall.ledger.state.StateOverlay;
import dev.shieldwall.model.command.CapabilityCommand;
import dev.shieldwall.model.command.CommandPayload;
import dev.shieldwall.model.command.IdentityCommand;
import dev.shieldwall.model.command.SessionCommand;
import dev.shieldwall.model.decision.Rejection;
import dev.shieldwall.model.event.Event;

/** Sends a command to the rules of its feature, and a fact to where it is written. */
final class CommandRules {

    private CommandRules() {}

    /** What a revoked principal asks is refused here, before any feature looks at it. */
    static Ruling decide(Facts facts, CommandPayload payload, Moment now) {
        boolean registers = payload.command() instanceof IdentityCommand.Register;
        if (!registers && facts.isRevoked(payload.principal())) {
            return Ruling.rejected(Rejection.PRINCIPAL_REVOKED, "the principal was revoked");
        }
        return switch (payload.command()) {
            case IdentityCommand command -> IdentityRules.decide(facts, payload.principal(), command, now);
            case CapabilityCommand command -> CapabilityRules.decide(facts, payload.principal(), command, now);
            case SessionCommand command -> SessionRules.decide(facts, payload.principal(), command, now);
        };
    }

    static void evolve(StateOverlay state, Event event, Moment now) {
        switch (event) {
            case Event.IdentityRegistered registered -> IdentityRules.evolve(state, registered);
            case Event.IdentityRevoked revoked -> IdentityRules.evolve(state, revoked, now);
            case Event.CapabilityGranted granted -> CapabilityRules.evolve(state, granted, now);
            case Event.CapabilityRevoked revoked -> CapabilityRules.evolve(state, revoked, now);
            case Event.SessionEstablished established -> SessionRules.evolve(state, established, now);
            case Event.SessionClosed closed -> SessionRules.evolve(state, closed, now);
        }
    }
}
