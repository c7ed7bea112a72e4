package dev.shieldwall.service.projection;

import dev.shieldwall.model.block.CertifiedBlock;
import dev.shieldwall.model.codec.Hash;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

/** The position row, and blocks applied together with it. */
final class ProjectionStore {

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final List<ProjectionHandler> handlers;
    private final Hash chainId;

    ProjectionStore(
            JdbcTemplate jdbc, TransactionTemplate transactions, List<ProjectionHandler> handlers, Hash chainId) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.handlers = List.copyOf(handlers);
        this.chainId = chainId;
    }

    private record Row(Hash chainId, ProjectionPosition position) {}

    /** Where to go on. Makes the row at the first start. */
    ProjectionPosition load() throws ChainAlarmException {
        jdbc.update(
                "insert into projection_position (chain_id, height, block_hash, block_time) values (?, 0, ?, 0)"
                        + " on conflict do nothing",
                chainId.unsafeArray(), chainId.unsafeArray());
        Row row = jdbc.queryForObject(
                "select chain_id, height, block_hash, block_time from projection_position", (rs, _) -> row(rs));
        if (row == null || !row.chainId().equals(chainId)) {
            throw new ChainAlarmException("the tables of this schema belong to another mesh");
        }
        return row.position();
    }

    private static Row row(ResultSet rs) throws SQLException {
        return new Row(
                Hash.of(rs.getBytes("chain_id")),
                new ProjectionPosition(
                        rs.getLong("height"), Hash.of(rs.getBytes("block_hash")), rs.getLong("block_time")));
    }

    /**
     * Applies the blocks that follow {@code before} and moves the position, all or nothing. Handlers may write through
     * any layer that takes part in the transaction, whether it writes at once or keeps rows until it is flushed.
     *
     * @param blocks at least one, each the parent of the next
     * @return the new position; empty, and nothing done, if the row is no longer at {@code before}: another follower of
     *     these tables was faster, such as the last transaction of a process that was killed
     */
    Optional<ProjectionPosition> apply(List<CertifiedBlock> blocks, ProjectionPosition before) {
        var cause = new AtomicReference<RuntimeException>();
        try {
            return Objects.requireNonNull(transactions.execute(transaction -> {
                try {
                    return apply(blocks, before, transaction);
                } catch (RuntimeException e) {
                    cause.set(e);
                    throw e;
                }
            }));
        } catch (RuntimeException e) {
            // Where the connection was lost the rollback fails too, in words of its own that hide the outage.
            RuntimeException first = cause.get();
            throw first == null ? e : first;
        }
    }

    private Optional<ProjectionPosition> apply(
            List<CertifiedBlock> certified, ProjectionPosition before, TransactionStatus transaction) {
        List<ProjectedBlock> blocks = certified.stream().map(ProjectedBlock::of).toList();
        ProjectedBlock last = blocks.getLast();
        var after = new ProjectionPosition(last.height(), last.hash(), last.timeMillis());
        if (!move(before, after)) {
            return Optional.empty();
        }
        handlers.forEach(handler -> handler.apply(blocks));
        // A row that cannot be written is the handler's failure; within the commit it could pass for an outage.
        transaction.flush();
        return Optional.of(after);
    }

    /** First, so that its row lock keeps a second follower out until these blocks are done. */
    private boolean move(ProjectionPosition before, ProjectionPosition after) {
        return jdbc.update(
                        "update projection_position set height = ?, block_hash = ?, block_time = ?"
                                + " where height = ? and block_hash = ?",
                        after.height(), after.blockHash().unsafeArray(), after.blockTimeMillis(), before.height(),
                        before.blockHash().unsafeArray())
                == 1;
    }
}
