package dev.shieldwall.session.readmodel;

import dev.shieldwall.model.session.SessionStatus;
import dev.shieldwall.service.projection.DocumentRow;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** The table of sessions. Reads select values, not entities, so none is ever answered from a session's memory. */
interface SessionRepository extends Repository<StoredSession, Long> {

    String SELECT = """
            select new dev.shieldwall.service.projection.DocumentRow(s.sequence, s.document)
            from StoredSession s
            """;

    @Query(SELECT + "where s.sessionId = :id")
    Optional<DocumentRow> find(byte[] id);

    /** In order; an absent filter lets everything through. */
    @Query(SELECT + """
            where s.sequence > :after
              and (:status is null or s.status = :status)
              and (:principal is null or s.principal = :principal)
            order by s.sequence
            """)
    List<DocumentRow> page(long after, @Nullable SessionStatus status, @Nullable String principal, Limit limit);

    @Query("select coalesce(max(s.sequence), 0) from StoredSession s")
    long last();

    /** The row itself, to change it within a transaction. */
    @Query("select s from StoredSession s where s.sessionId = :id")
    Optional<StoredSession> row(byte[] id);
}
