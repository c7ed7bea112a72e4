package dev.shieldwall.ledger.facts;

import dev.shieldwall.model.session.SessionId;
import java.util.List;

/** The latest sessions of a principal, oldest first; bounded by {@code Limits.sessionsPerPrincipal}. */
public record OwnSessions(List<SessionId> ids) {

    public static final OwnSessions NONE = new OwnSessions(List.of());

    public OwnSessions {
        ids = List.copyOf(ids);
    }
}
