package dev.shieldwall.ledger.session;

import static dev.shieldwall.ledger.facts.Ruling.accepted;
import static dev.shieldwall.ledger.facts.Ruling.rejected;

import dev.shieldwall.ledger.facts.Facts;
import dev.shieldwall.ledger.facts.LedgerKeys;
import dev.shieldwall.ledger.facts.Moment;
import dev.shieldwall.ledger.facts.OwnSessions;
import dev.shieldwall.ledger.facts.Ruling;
import dev.shieldwall.ledger.state.StateOverlay;
import dev.shieldwall.model.command.SessionCommand;
import dev.shieldwall.model.decision.Rejection;
import dev.shieldwall.model.event.Event;
import dev.shieldwall.model.identity.PrincipalId;
import dev.shieldwall.model.proof.StateKey;
import dev.shieldwall.model.session.Session;
import dev.shieldwall.model.session.SessionId;
import dev.shieldwall.model.session.SessionStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Rules for sessions, each by the principal for itself. A revoked principal never gets this far. */
public final class SessionRules {

    private SessionRules() {}

    public static Ruling decide(Facts facts, PrincipalId principal, SessionCommand command, Moment now) {
        return switch (command) {
            case SessionCommand.Establish establish -> establish(facts, principal, establish, now);
            case SessionCommand.Close close -> close(facts, principal, close, now);
        };
    }

    private static Ruling establish(
            Facts facts, PrincipalId principal, SessionCommand.Establish command, Moment now) {
        if (!facts.isActive(principal)) {
            return rejected(Rejection.IDENTITY_UNKNOWN, "only a registered principal opens a session");
        }
        if (facts.session(command.sessionId()).isPresent()) {
            return rejected(Rejection.SESSION_EXISTS, "the session id is taken");
        }
        long longest = facts.limits().sessionMillis();
        if (command.timeoutMillis() > longest) {
            return rejected(Rejection.SESSION_LIFETIME_NOT_ALLOWED, "a session lasts at most " + longest + " ms");
        }
        for (PrincipalId participant : command.participants()) {
            if (!facts.isActive(participant) && !facts.isReplica(participant)) {
                return rejected(Rejection.PARTICIPANT_UNKNOWN, "no active principal or replica: " + participant);
            }
        }
        if (openSessions(facts, principal, now).size() >= facts.limits().sessionsPerPrincipal()) {
            return rejected(Rejection.LIMIT_REACHED, "the principal has as many open sessions as it may");
        }
        return accepted(new Event.SessionEstablished(new Session(
                command.sessionId(), principal, command.participants(), now.timeMillis(), now.height(),
                Math.addExact(now.timeMillis(), command.timeoutMillis()), SessionStatus.OPEN, null)));
    }

    private static List<SessionId> openSessions(Facts facts, PrincipalId principal, Moment now) {
        return facts.sessionsOf(principal).stream()
                .filter(id -> facts.session(id).filter(session -> session.isOpenAt(now.timeMillis())).isPresent())
                .toList();
    }

    private static Ruling close(Facts facts, PrincipalId principal, SessionCommand.Close command, Moment now) {
        Optional<Session> session = facts.session(command.sessionId());
        if (session.isEmpty()) {
            return rejected(Rejection.SESSION_UNKNOWN, "no such session");
        }
        if (!session.get().principal().equals(principal)) {
            return rejected(Rejection.NOT_YOURS, "only the principal that opened a session closes it");
        }
        if (session.get().status() == SessionStatus.CLOSED) {
            return rejected(Rejection.SESSION_CLOSED, "the session was closed before");
        }
        if (!session.get().isOpenAt(now.timeMillis())) {
            return rejected(Rejection.SESSION_EXPIRED, "the session has ended");
        }
        return accepted(new Event.SessionClosed(command.sessionId()));
    }

    public static void evolve(StateOverlay state, Event.SessionEstablished event, Moment now) {
        Session session = event.session();
        var open = new ArrayList<>(openSessions(new Facts(state), session.principal(), now));
        open.add(session.id());
        state.put(LedgerKeys.sessionsOf(session.principal()), new OwnSessions(open));
        state.put(StateKey.session(session.id()), session);
    }

    public static void evolve(StateOverlay state, Event.SessionClosed event, Moment now) {
        StateKey<Session> key = StateKey.session(event.id());
        Session session = Objects.requireNonNull(state.get(key), "closed a session that is not there");
        state.put(key, session.closed(now.height()));
    }
}
