package dev.shieldwall.identity.readmodel;

import dev.shieldwall.model.codec.JsonCodec;
import dev.shieldwall.model.codec.MalformedException;
import dev.shieldwall.model.identity.Identity;
import dev.shieldwall.model.identity.IdentityPage;
import dev.shieldwall.model.identity.IdentityStatus;
import dev.shieldwall.model.identity.PrincipalId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Identities as the ledger held them at the height that the projection has reached. */
@Repository
public class IdentityReadModel {

    private static final JsonCodec<Identity> CODEC = JsonCodec.of(Identity.class);

    private final JdbcClient jdbc;

    IdentityReadModel(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Filters of a page; absent ones let everything through. */
    public record Filter(@Nullable IdentityStatus status, @Nullable PrincipalId id) {}

    public Optional<Identity> find(PrincipalId id) {
        return jdbc.sql("select document from identity where id = ?")
                .param(id.value())
                .query(String.class)
                .optional()
                .map(IdentityReadModel::read);
    }

    /** Up to {@code limit} identities after the one with the sequence {@code after}. */
    public IdentityPage page(long after, int limit, Filter filter) {
        IdentityStatus status = filter.status();
        PrincipalId id = filter.id();
        List<Row> rows = jdbc.sql("""
                select sequence, document from identity
                where sequence > :after
                  and (cast(:status as text) is null or status = :status)
                  and (cast(:id as text) is null or id = :id)
                order by sequence limit :limit
                """)
                .param("after", after)
                .param("status", status == null ? null : status.name())
                .param("id", id == null ? null : id.value())
                .param("limit", limit + 1)
                .query((row, _) -> new Row(row.getLong(1), read(row.getString(2))))
                .list();
        boolean more = rows.size() > limit;
        List<Row> shown = more ? rows.subList(0, limit) : rows;
        return new IdentityPage(
                shown.stream().map(Row::identity).toList(), more ? Long.toString(shown.getLast().sequence()) : null);
    }

    private record Row(long sequence, Identity identity) {}

    void add(Identity identity) {
        jdbc.sql("""
                insert into identity (sequence, id, status, document)
                values ((select coalesce(max(sequence), 0) + 1 from identity), ?, ?, ?)
                """)
                .params(identity.id().value(), identity.status().name(), write(identity))
                .update();
    }

    void replace(Identity identity) {
        jdbc.sql("update identity set status = ?, document = ? where id = ?")
                .params(identity.status().name(), write(identity), identity.id().value())
                .update();
    }

    private static String write(Identity identity) {
        return new String(CODEC.encode(identity), StandardCharsets.UTF_8);
    }

    private static Identity read(String document) {
        try {
            return CODEC.decode(document.getBytes(StandardCharsets.UTF_8));
        } catch (MalformedException e) {
            throw new IllegalStateException("a stored identity is none", e);
        }
    }
}
