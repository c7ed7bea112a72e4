package dev.shieldwall.audit.readmodel;

import dev.shieldwall.model.codec.Bytes;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The tables of V1__audit_log.sql, read and written row by row; it interprets nothing. */
@Repository
class LogTables {

    private static final RowMapper<EntryRow> ENTRY = (row, _) -> entry(row);
    private static final RowMapper<BlockRow> BLOCK = (row, _) -> new BlockRow(
            row.getLong("height"), bytes(row, "header"), bytes(row, "certificate"), row.getLong("first_index"),
            row.getLong("audit_size"), bytes(row, "audit_root"));

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;

    LogTables(JdbcClient jdbc, JdbcTemplate batches) {
        this.jdbc = jdbc;
        this.batches = batches;
    }

    Optional<HeadRow> head() {
        return jdbc.sql("select * from head")
                .query((row, _) -> new HeadRow(bytes(row, "header"), bytes(row, "certificate"), bytes(row, "edge"),
                        bytes(row, "last_hash")))
                .optional();
    }

    void putHead(HeadRow head) {
        jdbc.sql("""
                insert into head (header, certificate, edge, last_hash) values (?, ?, ?, ?)
                on conflict (only_row) do update set
                    header = excluded.header, certificate = excluded.certificate, edge = excluded.edge,
                    last_hash = excluded.last_hash
                """)
                .params(head.header().unsafeArray(), head.certificate().unsafeArray(), head.edge().unsafeArray(),
                        head.lastHash().unsafeArray())
                .update();
    }

    void insert(BlockRow block) {
        jdbc.sql("""
                insert into block (height, header, certificate, first_index, audit_size, audit_root)
                values (?, ?, ?, ?, ?, ?)
                """)
                .params(block.height(), block.header().unsafeArray(), block.certificate().unsafeArray(),
                        block.firstIndex(), block.auditSize(), block.auditRoot().unsafeArray())
                .update();
    }

    void insert(List<EntryRow> entries) {
        batches.batchUpdate(
                """
                insert into entry (index, height, time_millis, command_id, jws_hash, action, service_id, capability,
                    node_id, consensus_id, decision, previous_hash, entry_hash, merkle_root, leaf)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                entries, entries.size(), LogTables::set);
    }

    void insertSubtree(int level, long index, byte[] root) {
        jdbc.sql("insert into subtree (level, index, root) values (?, ?, ?)").params(level, index, root).update();
    }

    Optional<EntryRow> entry(long index) {
        return jdbc.sql("select * from entry where index = ?").param(index).query(ENTRY).optional();
    }

    /** Entries from an index on, in order; an absent filter lets everything through. */
    List<EntryRow> entries(long from, int limit, @Nullable String action, @Nullable String serviceId) {
        return jdbc.sql("""
                select * from entry
                where index >= :from
                  and (cast(:action as text) is null or action = :action)
                  and (cast(:service as text) is null or service_id = :service)
                order by index limit :limit
                """)
                .param("from", from)
                .param("action", action)
                .param("service", serviceId)
                .param("limit", limit)
                .query(ENTRY)
                .list();
    }

    /** The leaf columns of the rows from {@code from} to {@code to}, exclusive, in order. */
    List<byte[]> leaves(long from, long to) {
        return jdbc.sql("select leaf from entry where index >= ? and index < ? order by index")
                .params(from, to)
                .query((row, _) -> row.getBytes(1))
                .list();
    }

    List<byte[]> subtrees(int level, long from, long to) {
        return jdbc.sql("select root from subtree where level = ? and index >= ? and index < ? order by index")
                .params(level, from, to)
                .query((row, _) -> row.getBytes(1))
                .list();
    }

    Optional<BlockRow> block(long height) {
        return jdbc.sql("select * from block where height = ?").param(height).query(BLOCK).optional();
    }

    /** The block that ends at or before {@code index}, the nearest one. */
    Optional<BlockRow> blockBefore(long index) {
        return jdbc.sql("select * from block where audit_size <= ? order by height desc limit 1")
                .param(index)
                .query(BLOCK)
                .optional();
    }

    List<BlockRow> blocksAfter(long height, int limit) {
        return jdbc.sql("select * from block where height > ? order by height limit ?")
                .params(height, limit)
                .query(BLOCK)
                .list();
    }

    private static EntryRow entry(ResultSet row) throws SQLException {
        return new EntryRow(
                row.getLong("index"), row.getLong("height"), row.getLong("time_millis"), bytes(row, "command_id"),
                bytes(row, "jws_hash"), row.getString("action"), row.getString("service_id"),
                row.getString("capability"), row.getString("node_id"), row.getString("consensus_id"),
                row.getString("decision"), bytes(row, "previous_hash"), bytes(row, "entry_hash"),
                bytes(row, "merkle_root"), bytes(row, "leaf"));
    }

    private static void set(PreparedStatement statement, EntryRow entry) throws SQLException {
        statement.setLong(1, entry.index());
        statement.setLong(2, entry.height());
        statement.setLong(3, entry.timeMillis());
        statement.setBytes(4, entry.commandId().unsafeArray());
        statement.setBytes(5, entry.jwsHash().unsafeArray());
        statement.setString(6, entry.action());
        statement.setString(7, entry.serviceId());
        statement.setString(8, entry.capability());
        statement.setString(9, entry.nodeId());
        statement.setString(10, entry.consensusId());
        statement.setString(11, entry.decision());
        statement.setBytes(12, entry.previousHash().unsafeArray());
        statement.setBytes(13, entry.entryHash().unsafeArray());
        statement.setBytes(14, entry.merkleRoot().unsafeArray());
        statement.setBytes(15, entry.leaf().unsafeArray());
    }

    private static Bytes bytes(ResultSet row, String column) throws SQLException {
        byte[] value = row.getBytes(column);
        return value == null ? Bytes.EMPTY : Bytes.wrap(value);
    }
}
