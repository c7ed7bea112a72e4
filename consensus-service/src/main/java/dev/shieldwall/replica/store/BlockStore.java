package dev.shieldwall.replica.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Blocks of one replica in its PostgreSQL schema, by height. Thread-safe. Every call may throw Spring's
 * {@code DataAccessException} while the database is away; nothing is half written then.
 */
public final class BlockStore implements AutoCloseable {

    private static final int POOL_SIZE = 3;
    private static final long CONNECTION_TIMEOUT_MILLIS = 2_000;
    static final int PART = 10_000;
    private static final String COLUMNS = "height, hash, header, body, results, certificate";

    private final HikariDataSource dataSource;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final StoreSettings settings;

    /** Reaches for the database only when first used, so that a replica starts without it. */
    public BlockStore(StoreSettings settings) {
        this.settings = settings;
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(settings.jdbcUrl());
        config.setUsername(settings.user());
        config.setPassword(settings.password());
        config.setSchema(settings.schema());
        config.setMaximumPoolSize(POOL_SIZE);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(CONNECTION_TIMEOUT_MILLIS);
        config.setValidationTimeout(1_000);
        config.setInitializationFailTimeout(-1);
        config.setPoolName("blocks-" + settings.schema());
        config.addDataSourceProperty("socketTimeout", "20");
        dataSource = new HikariDataSource(config);
        jdbc = new JdbcTemplate(dataSource);
        transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
    }

    /** Makes or upgrades the schema. */
    public void migrate() {
        Flyway.configure()
                .dataSource(settings.jdbcUrl(), settings.user(), settings.password())
                .schemas(settings.schema())
                .defaultSchema(settings.schema())
                .locations("classpath:db/replica")
                .load()
                .migrate();
    }

    /**
     * Adds blocks in one transaction; those that are there already are compared.
     *
     * @throws StoreContradiction when another block has one of the heights
     */
    public void insert(List<StoredBlock> blocks) {
        if (blocks.isEmpty()) {
            return;
        }
        transaction.executeWithoutResult(status -> {
            List<StoredBlock> added = addMissing(blocks);
            List<IndexedDecision> decisions =
                    added.stream().flatMap(block -> block.decisions().stream()).toList();
            addDecisions(decisions);
        });
    }

    /** One statement whatever their number: each column is an array. */
    private void addDecisions(List<IndexedDecision> decisions) {
        jdbc.update(connection -> {
            PreparedStatement insert = connection.prepareStatement(
                    "insert into command_decision (command_id, principal, jws_hash, height, block_index)"
                            + " select * from unnest(?, ?, ?, ?, ?)");
            insert.setArray(1, connection.createArrayOf(
                    "bytea", decisions.stream().map(IndexedDecision::commandId).toArray(byte[][]::new)));
            insert.setArray(2, connection.createArrayOf(
                    "text", decisions.stream().map(IndexedDecision::principal).toArray(String[]::new)));
            insert.setArray(3, connection.createArrayOf(
                    "bytea", decisions.stream().map(IndexedDecision::jwsHash).toArray(byte[][]::new)));
            insert.setArray(4, connection.createArrayOf(
                    "int8", decisions.stream().map(IndexedDecision::height).toArray(Long[]::new)));
            insert.setArray(5, connection.createArrayOf(
                    "int4", decisions.stream().map(IndexedDecision::index).toArray(Integer[]::new)));
            return insert;
        });
    }

    private List<StoredBlock> addMissing(List<StoredBlock> blocks) {
        List<StoredBlock> added = new ArrayList<>();
        for (StoredBlock block : blocks) {
            int rows = jdbc.update(
                    "insert into block (" + COLUMNS + ") values (?, ?, ?, ?, ?, ?) on conflict (height) do nothing",
                    block.height(), block.hash(), block.header(), block.body(), block.results(), block.certificate());
            if (rows == 1) {
                added.add(block);
            } else if (!Arrays.equals(hashAt(block.height()), block.hash())) {
                throw new StoreContradiction(block.height());
            }
        }
        return added;
    }

    private byte[] hashAt(long height) {
        return Objects.requireNonNull(
                jdbc.queryForObject("select hash from block where height = ?", byte[].class, height));
    }

    public Optional<StoredBlock> find(long height) {
        return range(height, 1, Long.MAX_VALUE).stream().filter(block -> block.height() == height).findFirst();
    }

    /** Blocks from a height on, ascending, up to {@code limit} of them and about {@code maxBytes}, but at least one. */
    public List<StoredBlock> range(long from, int limit, long maxBytes) {
        return Objects.requireNonNull(jdbc.query(
                connection -> {
                    PreparedStatement select = connection.prepareStatement("select " + COLUMNS + " from (select *,"
                            + " sum(length(header) + length(body) + length(results) + length(certificate))"
                            + " over (order by height) as total from block where height >= ? and height < ?) as b"
                            + " where total <= ? or height = ? order by height");
                    select.setLong(1, from);
                    select.setLong(2, Math.addExact(from, limit));
                    select.setLong(3, maxBytes);
                    select.setLong(4, from);
                    return select;
                },
                (row, number) -> read(row)));
    }

    /** Height up to which every block is there, 0 when the first is not. Looks at those above the noted height. */
    public long completeHeight() {
        long complete = notedHeight();
        for (long part = PART; part == PART; complete += part) {
            part = completeAfter(complete);
        }
        return complete;
    }

    /** Noted earlier; 0 when the blocks at its ends are gone, as where somebody removed old ones or new ones. */
    private long notedHeight() {
        return Objects.requireNonNull(jdbc.queryForObject(
                "select coalesce(max(height), 0) from complete_height as noted"
                        + " where exists (select from block where height = 1)"
                        + " and exists (select from block where height = noted.height)",
                Long.class));
    }

    /** How many blocks follow {@code height} without a gap; {@link #PART} at most, so that no question takes long. */
    private long completeAfter(long height) {
        return Objects.requireNonNull(jdbc.queryForObject(
                "select coalesce(max(position), 0) from"
                        + " (select height, row_number() over (order by height) as position from block"
                        + " where height > ? and height <= ?) as part"
                        + " where height = ? + position",
                Long.class, height, height + PART, height));
    }

    /** Spares {@link #completeHeight} another look at the blocks up to {@code height}, of which none is missing. */
    void noteComplete(long height) {
        jdbc.update("update complete_height set height = ? where height < ?", height, height);
    }

    /** Height of the newest block, 0 when there is none. */
    public long latestHeight() {
        Long height = jdbc.queryForObject("select coalesce(max(height), 0) from block", Long.class);
        return height == null ? 0 : height;
    }

    /** The newest decision on a command; an id may come again once the ledger has forgotten it. */
    public Optional<IndexedDecision> decision(String principal, byte[] commandId) {
        return jdbc.query(
                        "select command_id, principal, jws_hash, height, block_index from command_decision"
                                + " where command_id = ? and principal = ?"
                                + " order by height desc, block_index desc limit 1",
                        (row, number) -> new IndexedDecision(
                                row.getBytes(1), row.getString(2), row.getBytes(3), row.getLong(4), row.getInt(5)),
                        commandId,
                        principal)
                .stream()
                .findFirst();
    }

    /** Who used a command id: nobody, one principal, or the first and the last by name of several. */
    public List<String> principals(byte[] commandId) {
        return jdbc.query(
                "(select principal from command_decision where command_id = ? order by principal limit 1) union"
                        + " (select principal from command_decision where command_id = ? order by principal desc limit 1)",
                (row, number) -> row.getString(1),
                commandId,
                commandId);
    }

    private static StoredBlock read(ResultSet row) throws SQLException {
        return new StoredBlock(
                row.getLong(1), row.getBytes(2), row.getBytes(3), row.getBytes(4), row.getBytes(5), row.getBytes(6),
                List.of());
    }

    @Override
    public void close() {
        dataSource.close();
    }
}
