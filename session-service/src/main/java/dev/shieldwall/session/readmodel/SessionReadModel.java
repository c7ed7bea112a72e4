package dev.shieldwall.session.readmodel;

import dev.shieldwall.model.identity.PrincipalId;
import dev.shieldwall.model.session.Session;
import dev.shieldwall.model.session.SessionId;
import dev.shieldwall.model.session.SessionPage;
import dev.shieldwall.model.session.SessionStatus;
import dev.shieldwall.service.projection.DocumentRow;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;

/** Sessions as the ledger held them at the height that the projection has reached. */
@Component
public class SessionReadModel {

    private final SessionRepository sessions;

    SessionReadModel(SessionRepository sessions) {
        this.sessions = sessions;
    }

    /** Filters of a page; absent ones let everything through. */
    public record Filter(@Nullable SessionStatus status, @Nullable PrincipalId principal) {}

    public Optional<Session> find(SessionId id) {
        return sessions.find(id.value().unsafeArray()).map(row -> StoredSession.DOCUMENTS.read(row.document()));
    }

    /** Up to {@code limit} sessions after the one with the sequence {@code after}. */
    public SessionPage page(long after, int limit, Filter filter) {
        PrincipalId principal = filter.principal();
        List<DocumentRow> rows = sessions.page(
                after, filter.status(), principal == null ? null : principal.value(), Limit.of(limit + 1));
        return StoredSession.DOCUMENTS.page(rows, limit, SessionPage::new);
    }
}
