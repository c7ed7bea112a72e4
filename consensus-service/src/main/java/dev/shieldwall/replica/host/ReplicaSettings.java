package dev.shieldwall.replica.host;

import dev.shieldwall.replica.wal.WalSettings;
import java.nio.file.Path;

/**
 * One replica on this machine.
 *
 * @param folder holds the log, the snapshots, and commands on which a rule broke
 * @param wal settings of the log
 * @param checkpointBytes a snapshot is due when the log has grown by so much
 * @param backlogBytes while more waits for the database, this replica votes for nothing
 */
public record ReplicaSettings(
        Committee committee, Path folder, WalSettings wal, long checkpointBytes, long backlogBytes) {

    static final long DEFAULT_CHECKPOINT_BYTES = 16L << 20;
    static final long DEFAULT_BACKLOG_BYTES = 32L << 20;

    public static ReplicaSettings in(Path folder, Committee committee) {
        return new ReplicaSettings(
                committee, folder, WalSettings.defaults(folder.resolve("wal"), LogTypes.SIGNATURES),
                DEFAULT_CHECKPOINT_BYTES, DEFAULT_BACKLOG_BYTES);
    }
}
