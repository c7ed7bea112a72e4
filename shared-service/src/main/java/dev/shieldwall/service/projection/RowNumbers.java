package dev.shieldwall.service.projection;

import java.util.function.LongSupplier;

/**
 * Consecutive numbers for the rows that one transaction adds to a table. The table is asked for its last number once,
 * when the first row comes: a row need not be written before the next one is numbered.
 */
public final class RowNumbers {

    private static final long NOT_ASKED = -1;

    private final LongSupplier lastInTable;
    private long last = NOT_ASKED;

    /** @param lastInTable 0 for an empty table */
    public RowNumbers(LongSupplier lastInTable) {
        this.lastInTable = lastInTable;
    }

    public long next() {
        if (last == NOT_ASKED) {
            last = lastInTable.getAsLong();
        }
        return ++last;
    }
}
