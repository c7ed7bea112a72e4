package dev.shieldwall.audit.readmodel;

import dev.shieldwall.model.codec.Bytes;
import jakarta.persistence.EntityManager;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;

/** The tables of V1__audit_log.sql, read and written row by row; it interprets nothing. */
@Component
class LogTables {

    private final EntityManager rows;
    private final EntryRepository entries;
    private final BlockRepository blocks;
    private final RunRepository runs;

    LogTables(EntityManager rows, EntryRepository entries, BlockRepository blocks, RunRepository runs) {
        this.rows = rows;
        this.entries = entries;
        this.blocks = blocks;
        this.runs = runs;
    }

    Optional<HeadRow> head() {
        return storedHead().map(StoredHead::row);
    }

    void putHead(HeadRow head) {
        storedHead().ifPresentOrElse(stored -> stored.become(head), () -> rows.persist(new StoredHead(head)));
    }

    /** Within one transaction Hibernate holds the row and does not ask for it again. */
    private Optional<StoredHead> storedHead() {
        return Optional.ofNullable(rows.find(StoredHead.class, true));
    }

    void insert(BlockRow block) {
        rows.persist(new StoredBlock(block));
    }

    void insert(EntryRow entry) {
        rows.persist(new StoredEntry(entry));
    }

    void insert(LogShape.Run run) {
        rows.persist(new StoredRun(new StoredRun.Place(run.level(), run.index()), Bytes.wrap(run.root())));
    }

    Optional<EntryRow> entry(long index) {
        return entries.find(index);
    }

    /** Entries from an index on, in order; an absent filter lets everything through. */
    List<EntryRow> entries(long from, int limit, @Nullable String action, @Nullable String serviceId) {
        return entries.page(from, action, serviceId, Limit.of(limit));
    }

    /** The leaf columns of the rows from {@code from} to {@code to}, exclusive, in order. */
    List<byte[]> leaves(long from, long to) {
        return entries.leaves(from, to).stream().map(NodeRow::unsafeArray).toList();
    }

    List<byte[]> subtrees(int level, long from, long to) {
        return runs.roots(level, from, to).stream().map(NodeRow::unsafeArray).toList();
    }

    /** Those of these blocks that are there, in no order. */
    List<BlockRow> blocks(Collection<Long> heights) {
        return blocks.find(heights);
    }

    /** The block that ends at or before {@code index}, the nearest one. */
    Optional<BlockRow> blockBefore(long index) {
        return blocks.endingBy(index);
    }

    List<BlockRow> blocksAfter(long height, int limit) {
        return blocks.after(height, Limit.of(limit));
    }
}
