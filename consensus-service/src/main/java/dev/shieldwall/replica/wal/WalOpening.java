package dev.shieldwall.replica.wal;

import java.nio.file.Path;
import java.util.List;

/** What became of opening a log: a log to write to, or a damaged one on which nobody may vote. */
public sealed interface WalOpening {

    /**
     * Every record was whole, or only an unfinished write at the very end was cut.
     *
     * @param cutBytes bytes of the torn tail that were removed, 0 when there was none
     */
    record Opened(WriteAheadLog log, long cutBytes) implements WalOpening {}

    /**
     * A record that had been whole is not any more. The caller becomes an observer and re-syncs; it must not sign below
     * what the records before the damage and {@code salvaged} say was signed.
     *
     * @param segment file with the first damage
     * @param offset byte offset of the first damaged record in it
     * @param salvaged records with own signatures that could still be read behind the damage
     */
    record Corrupt(Path segment, long offset, String reason, List<WalRecord> salvaged) implements WalOpening {
        public Corrupt {
            salvaged = List.copyOf(salvaged);
        }
    }
}
