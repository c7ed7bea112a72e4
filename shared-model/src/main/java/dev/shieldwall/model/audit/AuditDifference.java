package dev.shieldwall.model.audit;

/**
 * One place where the stored log is not what the replicas certified.
 *
 * @param index the entry, or the first entry of the block for a column of the block
 * @param column table and column, for example {@code entry.action}; {@code entry.row} for a row that is missing or
 *     does not belong
 * @param expected what the certified log says, as text; hashes in hexadecimal
 * @param found what is stored
 */
public record AuditDifference(long index, long height, String column, String expected, String found) {}
