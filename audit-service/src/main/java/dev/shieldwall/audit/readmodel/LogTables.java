package dev.shieldwall.audit.readmodel;

import dev.shieldwall.model.codec.Bytes;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;

/** The tables of V1__audit_log.sql, read and written row by row; it interprets nothing. */
@Component
class LogTables {

    private final EntryRepository entries;
    private final BlockRepository blocks;
    private final RunRepository runs;
    private final HeadRepository heads;

    LogTables(EntryRepository entries, BlockRepository blocks, RunRepository runs, HeadRepository heads) {
        this.entries = entries;
        this.blocks = blocks;
        this.runs = runs;
        this.heads = heads;
    }

    Optional<HeadRow> head() {
        return heads.find().map(StoredHead::row);
    }

    /** In the transaction that read {@link #head}: Hibernate still holds that row and does not ask for it again. */
    void putHead(HeadRow head) {
        heads.findById(true).ifPresentOrElse(stored -> stored.become(head), () -> heads.save(new StoredHead(head)));
    }

    void insert(BlockRow block) {
        blocks.save(new StoredBlock(block));
    }

    void insert(List<EntryRow> rows) {
        entries.saveAll(rows.stream().map(StoredEntry::new).toList());
    }

    void insertSubtree(int level, long index, byte[] root) {
        runs.save(new StoredRun(new StoredRun.Place(level, index), Bytes.wrap(root)));
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

    Optional<BlockRow> block(long height) {
        return blocks.find(height);
    }

    /** The block that ends at or before {@code index}, the nearest one. */
    Optional<BlockRow> blockBefore(long index) {
        return blocks.endingBy(index);
    }

    List<BlockRow> blocksAfter(long height, int limit) {
        return blocks.after(height, Limit.of(limit));
    }
}
