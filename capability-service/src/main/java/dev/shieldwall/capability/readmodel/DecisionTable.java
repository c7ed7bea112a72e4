package dev.shieldwall.capability.readmodel;

import dev.shieldwall.model.codec.JsonCodec;
import dev.shieldwall.model.codec.MalformedException;
import dev.shieldwall.model.decision.Authorization;
import dev.shieldwall.model.decision.AuthorizationPage;
import dev.shieldwall.model.decision.CommandId;
import dev.shieldwall.model.identity.PrincipalId;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table of decided operations: the one that grows with every authorization, so it is written in batches. */
@Repository
class DecisionTable {

    private static final JsonCodec<Authorization> CODEC = JsonCodec.of(Authorization.class);

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;

    DecisionTable(JdbcClient jdbc, JdbcTemplate batches) {
        this.jdbc = jdbc;
        this.batches = batches;
    }

    List<Authorization> find(CommandId commandId) {
        return jdbc.sql("select document from operation_decision where command_id = ? order by sequence")
                .param(commandId.value().unsafeArray())
                .query((row, _) -> read(row.getString(1)))
                .list();
    }

    AuthorizationPage page(long after, int limit, @Nullable PrincipalId principal) {
        List<Row> rows = jdbc.sql("""
                select sequence, document from operation_decision
                where sequence > :after and (cast(:principal as text) is null or principal = :principal)
                order by sequence limit :limit
                """)
                .param("after", after)
                .param("principal", principal == null ? null : principal.value())
                .param("limit", limit + 1)
                .query((row, _) -> new Row(row.getLong(1), read(row.getString(2))))
                .list();
        boolean more = rows.size() > limit;
        List<Row> shown = more ? rows.subList(0, limit) : rows;
        return new AuthorizationPage(
                shown.stream().map(Row::authorization).toList(),
                more ? Long.toString(shown.getLast().sequence()) : null);
    }

    private record Row(long sequence, Authorization authorization) {}

    void add(List<Authorization> authorizations) {
        long last = jdbc.sql("select coalesce(max(sequence), 0) from operation_decision").query(Long.class).single();
        var numbered = new ArrayList<Row>();
        for (Authorization authorization : authorizations) {
            numbered.add(new Row(last + numbered.size() + 1, authorization));
        }
        batches.batchUpdate(
                "insert into operation_decision (sequence, command_id, principal, document) values (?, ?, ?, ?)",
                numbered, numbered.size(), DecisionTable::set);
    }

    private static void set(PreparedStatement statement, Row row) throws SQLException {
        statement.setLong(1, row.sequence());
        statement.setBytes(2, row.authorization().commandId().value().unsafeArray());
        statement.setString(3, row.authorization().principal().value());
        statement.setString(4, new String(CODEC.encode(row.authorization()), StandardCharsets.UTF_8));
    }

    private static Authorization read(String document) {
        try {
            return CODEC.decode(document.getBytes(StandardCharsets.UTF_8));
        } catch (MalformedException e) {
            throw new IllegalStateException("a stored authorization is none", e);
        }
    }
}
