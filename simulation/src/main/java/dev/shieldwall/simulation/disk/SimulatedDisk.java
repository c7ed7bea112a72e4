package dev.shieldwall.simulation.disk;

import dev.shieldwall.consensus.core.CommittedBlock;
import dev.shieldwall.consensus.core.WalRecord;
import dev.shieldwall.model.codec.MalformedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** One replica's log and block store. Records are kept as bytes, so that what is read back is what was written. */
public final class SimulatedDisk {

    private List<CommittedBlock> blocks = List.of();
    private List<byte[]> log = new ArrayList<>();
    private long cutAway;
    private long syncedLsn;

    /** Returns the record's log sequence number, from 1. */
    public long append(WalRecord record) {
        log.add(record.encode());
        return lastLsn();
    }

    public long lastLsn() {
        return cutAway + log.size();
    }

    public long syncedLsn() {
        return syncedLsn;
    }

    public void syncedUpTo(long lsn) {
        syncedLsn = Math.max(syncedLsn, lsn);
    }

    /** The process dies: some first part of what was not synced may have reached the platter, the rest is lost. */
    public void crash(Random random) {
        int unsynced = (int) (lastLsn() - syncedLsn);
        int kept = unsynced == 0 ? 0 : random.nextInt(unsynced + 1);
        int size = (int) (syncedLsn - cutAway) + kept;
        log = new ArrayList<>(log.subList(0, size));
        syncedLsn = lastLsn();
    }

    /** Replaces blocks and log at once, as a host does that stores its blocks elsewhere and cuts its log. */
    public void cut(List<CommittedBlock> stored, List<WalRecord> essentials) {
        long last = lastLsn();
        blocks = List.copyOf(stored);
        log = new ArrayList<>();
        essentials.forEach(record -> log.add(record.encode()));
        cutAway = last - log.size();
        syncedLsn = last;
    }

    public List<CommittedBlock> blocks() {
        return blocks;
    }

    public List<WalRecord> read() {
        List<WalRecord> records = new ArrayList<>();
        for (byte[] bytes : log) {
            try {
                records.add(WalRecord.decode(bytes));
            } catch (MalformedException e) {
                throw new IllegalStateException("a record does not read back", e);
            }
        }
        return records;
    }
}
