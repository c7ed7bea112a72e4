package dev.shieldwall.replica.host;

import dev.shieldwall.replica.genesis.ReplicaIdentity;
import dev.shieldwall.replica.store.BlockStore;
import dev.shieldwall.replica.store.SmallFile;
import dev.shieldwall.replica.wal.SignerGuard;
import java.io.IOException;
import org.springframework.dao.DataAccessException;

/**
 * What a replica keeps outside its log.
 *
 * @param cut says after which height the log begins
 * @param neverSigned exists as long as the replica's keys have signed nothing
 */
record Vault(
        BlockStore store, StateFiles states, SmallFile cut, SmallFile neverSigned, SignerGuard guard,
        Quarantine quarantine) {

    static Vault of(ReplicaSettings settings, BlockStore store) {
        return new Vault(
                store,
                new StateFiles(settings.folder().resolve("snapshots"), settings.committee()),
                new SmallFile(settings.folder(), "log-begins"),
                new SmallFile(settings.folder(), ReplicaIdentity.NEVER_SIGNED_FILE),
                new SignerGuard(LogTypes.GUARD),
                new Quarantine(settings.folder(), settings.committee()));
    }

    /** Whether the database is known to hold blocks of this replica. */
    boolean isStored() {
        try {
            return store.latestHeight() > 0;
        } catch (DataAccessException e) {
            return false;
        }
    }

    /** Height after which the log has every block; those up to it are in the database and in a snapshot. */
    long logBegins() throws IOException {
        String height = cut.read();
        return height == null ? 0 : Long.parseLong(height);
    }
}
