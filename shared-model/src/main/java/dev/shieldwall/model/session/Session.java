package dev.shieldwall.model.session;

import dev.shieldwall.model.identity.PrincipalId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A session, as the ledger holds it and as the API shows it.
 *
 * @param participants the nodes that take part: registered principals or replicas
 * @param expiresAtMillis end, exclusive, in block time
 */
public record Session(
        SessionId id, PrincipalId principal, List<PrincipalId> participants, long establishedAtMillis,
        long establishedAtHeight, long expiresAtMillis, SessionStatus status, @Nullable Long closedAtHeight) {

    public Session {
        participants = List.copyOf(participants);
    }

    public boolean isOpenAt(long blockTimeMillis) {
        return status == SessionStatus.OPEN && blockTimeMillis < expiresAtMillis;
    }

    public Session closed(long height) {
        return new Session(id, principal, participants, establishedAtMillis, establishedAtHeight, expiresAtMillis,
                SessionStatus.CLOSED, height);
    }
}
