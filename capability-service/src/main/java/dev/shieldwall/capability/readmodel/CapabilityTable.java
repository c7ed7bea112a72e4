package dev.shieldwall.capability.readmodel;

import dev.shieldwall.model.capability.Capability;
import dev.shieldwall.model.capability.CapabilityId;
import dev.shieldwall.model.capability.CapabilityPage;
import dev.shieldwall.model.codec.JsonCodec;
import dev.shieldwall.model.codec.MalformedException;
import dev.shieldwall.model.identity.PrincipalId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table of capabilities. */
@Repository
class CapabilityTable {

    private static final JsonCodec<Capability> CODEC = JsonCodec.of(Capability.class);

    private final JdbcClient jdbc;

    CapabilityTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<Capability> find(CapabilityId id) {
        return jdbc.sql("select document from capability where id = ?")
                .param(id.value().unsafeArray())
                .query(String.class)
                .optional()
                .map(CapabilityTable::read);
    }

    CapabilityPage page(long after, int limit, @Nullable PrincipalId holder, @Nullable Boolean revoked) {
        List<Row> rows = jdbc.sql("""
                select sequence, document from capability
                where sequence > :after
                  and (cast(:holder as text) is null or holder = :holder)
                  and (cast(:revoked as boolean) is null or revoked = :revoked)
                order by sequence limit :limit
                """)
                .param("after", after)
                .param("holder", holder == null ? null : holder.value())
                .param("revoked", revoked)
                .param("limit", limit + 1)
                .query((row, _) -> new Row(row.getLong(1), read(row.getString(2))))
                .list();
        boolean more = rows.size() > limit;
        List<Row> shown = more ? rows.subList(0, limit) : rows;
        return new CapabilityPage(
                shown.stream().map(Row::capability).toList(), more ? Long.toString(shown.getLast().sequence()) : null);
    }

    private record Row(long sequence, Capability capability) {}

    void add(Capability capability) {
        jdbc.sql("""
                insert into capability (sequence, id, holder, revoked, document)
                values ((select coalesce(max(sequence), 0) + 1 from capability), ?, ?, ?, ?)
                """)
                .params(capability.id().value().unsafeArray(), capability.holder().value(), capability.isRevoked(),
                        write(capability))
                .update();
    }

    void replace(Capability capability) {
        jdbc.sql("update capability set revoked = ?, document = ? where id = ?")
                .params(capability.isRevoked(), write(capability), capability.id().value().unsafeArray())
                .update();
    }

    private static String write(Capability capability) {
        return new String(CODEC.encode(capability), StandardCharsets.UTF_8);
    }

    private static Capability read(String document) {
        try {
            return CODEC.decode(document.getBytes(StandardCharsets.UTF_8));
        } catch (MalformedException e) {
            throw new IllegalStateException("a stored capability is none", e);
        }
    }
}
