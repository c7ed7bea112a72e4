package dev.shieldwall.session.readmodel;

import dev.shieldwall.model.codec.JsonCodec;
import dev.shieldwall.model.codec.MalformedException;
import dev.shieldwall.model.identity.PrincipalId;
import dev.shieldwall.model.session.Session;
import dev.shieldwall.model.session.SessionId;
import dev.shieldwall.model.session.SessionPage;
import dev.shieldwall.model.session.SessionStatus;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Sessions as the ledger held them at the height that the projection has reached. */
@Repository
public class SessionReadModel {

    private static final JsonCodec<Session> CODEC = JsonCodec.of(Session.class);

    private final JdbcClient jdbc;

    SessionReadModel(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Filters of a page; absent ones let everything through. */
    public record Filter(@Nullable SessionStatus status, @Nullable PrincipalId principal) {}

    public Optional<Session> find(SessionId id) {
        return jdbc.sql("select document from session where id = ?")
                .param(id.value().unsafeArray())
                .query(String.class)
                .optional()
                .map(SessionReadModel::read);
    }

    /** Up to {@code limit} sessions after the one with the sequence {@code after}. */
    public SessionPage page(long after, int limit, Filter filter) {
        SessionStatus status = filter.status();
        PrincipalId principal = filter.principal();
        List<Row> rows = jdbc.sql("""
                select sequence, document from session
                where sequence > :after
                  and (cast(:status as text) is null or status = :status)
                  and (cast(:principal as text) is null or principal = :principal)
                order by sequence limit :limit
                """)
                .param("after", after)
                .param("status", status == null ? null : status.name())
                .param("principal", principal == null ? null : principal.value())
                .param("limit", limit + 1)
                .query((row, _) -> new Row(row.getLong(1), read(row.getString(2))))
                .list();
        boolean more = rows.size() > limit;
        List<Row> shown = more ? rows.subList(0, limit) : rows;
        return new SessionPage(
                shown.stream().map(Row::session).toList(), more ? Long.toString(shown.getLast().sequence()) : null);
    }

    private record Row(long sequence, Session session) {}

    void add(Session session) {
        jdbc.sql("""
                insert into session (sequence, id, principal, status, document)
                values ((select coalesce(max(sequence), 0) + 1 from session), ?, ?, ?, ?)
                """)
                .params(session.id().value().unsafeArray(), session.principal().value(), session.status().name(),
                        write(session))
                .update();
    }

    void replace(Session session) {
        jdbc.sql("update session set status = ?, document = ? where id = ?")
                .params(session.status().name(), write(session), session.id().value().unsafeArray())
                .update();
    }

    private static String write(Session session) {
        return new String(CODEC.encode(session), StandardCharsets.UTF_8);
    }

    private static Session read(String document) {
        try {
            return CODEC.decode(document.getBytes(StandardCharsets.UTF_8));
        } catch (MalformedException e) {
            throw new IllegalStateException("a stored session is none", e);
        }
    }
}
