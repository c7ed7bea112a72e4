package dev.shieldwall.replica.host;

import dev.shieldwall.model.block.CertificateRejectedException;
import dev.shieldwall.model.block.ReplicaKeys;
import dev.shieldwall.model.codec.MalformedException;
import dev.shieldwall.model.decision.CommandId;
import dev.shieldwall.replica.store.BlockStore;
import dev.shieldwall.replica.store.BlockWriter;
import dev.shieldwall.replica.store.IndexedDecision;
import dev.shieldwall.replica.store.StoredBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The committed blocks: the newest in memory, those that wait for the database, and the rest in it. Thread-safe.
 * Reading an old block while the database is away throws its exception.
 */
public final class History {

    private static final Logger LOG = LoggerFactory.getLogger(History.class);
    private static final long MEMORY_BYTES = 2L << 20;
    private static final int READ_AHEAD = 64;
    private static final long READ_AHEAD_BYTES = 1L << 20;

    private final ReplicaKeys keys;
    private final BlockStore store;
    private final BlockWriter writer;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition grown = lock.newCondition();
    private final TreeMap<Long, ServedBlock> newest = new TreeMap<>();
    private long memory;
    private volatile long height;

    History(ReplicaKeys keys, BlockStore store, BlockWriter writer) {
        this.keys = keys;
        this.store = store;
        this.writer = writer;
    }

    /** The height that a snapshot begins at, when there are no newer blocks. */
    void startAt(long restored) {
        height = restored;
    }

    /** Takes the next committed block, which the log holds durably. */
    void add(ServedBlock block) {
        lock.lock();
        try {
            newest.put(block.height(), block);
            memory += block.weight();
            while (memory > MEMORY_BYTES && newest.size() > 1) {
                memory -= newest.pollFirstEntry().getValue().weight();
            }
            height = block.height();
            grown.signalAll();
        } finally {
            lock.unlock();
        }
    }

    public long height() {
        return height;
    }

    /** Waits until there is a block at {@code wanted}; false when that took too long or is not to go on. */
    public boolean await(long wanted, long timeoutMillis, BooleanSupplier goesOn) throws InterruptedException {
        long left = TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        lock.lock();
        try {
            while (height < wanted && left > 0 && goesOn.getAsBoolean()) {
                left = grown.awaitNanos(left);
            }
            return height >= wanted;
        } finally {
            lock.unlock();
        }
    }

    /** Makes everybody who waits look whether to go on. */
    public void wake() {
        lock.lock();
        try {
            grown.signalAll();
        } finally {
            lock.unlock();
        }
    }

    public Optional<ServedBlock> block(long wanted) {
        return range(wanted, 1).stream().findFirst();
    }

    /** Consecutive blocks from {@code from} on, at least one if there is one, at most {@code limit}. */
    public List<ServedBlock> range(long from, int limit) {
        List<ServedBlock> found = inMemory(from, limit);
        if (!found.isEmpty() || from < 1 || from > height) {
            return found;
        }
        StoredBlock waiting = writer.waiting(from);
        List<StoredBlock> rows = waiting != null
                ? List.of(waiting)
                : store.range(from, Math.min(limit, READ_AHEAD), READ_AHEAD_BYTES);
        return verified(from, rows);
    }

    private List<ServedBlock> inMemory(long from, int limit) {
        List<ServedBlock> found = new ArrayList<>();
        lock.lock();
        try {
            for (ServedBlock block = newest.get(from); block != null && found.size() < limit; ) {
                found.add(block);
                block = newest.get(from + found.size());
            }
            return found;
        } finally {
            lock.unlock();
        }
    }

    private List<ServedBlock> verified(long from, List<StoredBlock> rows) {
        List<ServedBlock> found = new ArrayList<>();
        for (StoredBlock row : rows) {
            if (row.height() != from + found.size()) {
                break;
            }
            try {
                found.add(new ServedBlock(BlockRows.block(row, keys)));
            } catch (MalformedException | CertificateRejectedException e) {
                LOG.error("ALARM the database holds a block {} that does not verify: {}", row.height(), e.getMessage());
                break;
            }
        }
        return found;
    }

    /** Where the newest decision on a command stands, from the index that outlives the ledger's own memory of it. */
    Optional<IndexedDecision> decision(String principal, CommandId id) {
        return store.decision(principal, id.value().unsafeArray());
    }

    /** Who used a command id, as far as the index goes; at most two of them. */
    List<String> principals(CommandId id) {
        return store.principals(id.value().unsafeArray());
    }

    /** Height up to which the database has every block. */
    public long storedHeight() {
        return writer.flushedHeight();
    }

    /** Waits until the database has every block up to {@code wanted}; false when that took too long. */
    boolean awaitStored(long wanted, long timeoutMillis) throws InterruptedException {
        return writer.awaitFlushed(wanted, timeoutMillis);
    }

    public Optional<String> storeTrouble() {
        return Optional.ofNullable(writer.trouble());
    }

    /** Bytes that wait for the database. */
    long backlogBytes() {
        return writer.waitingBytes();
    }

    void store(ServedBlock block) {
        writer.offer(BlockRows.row(block.certified()));
    }
}
