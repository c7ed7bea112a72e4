package dev.shieldwall.model.audit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a recomputation of a part of the log found.
 *
 * @param from first entry that was recomputed, the first of its block
 * @param to end of that part, exclusive
 * @param size entries that the newest certified header covers
 * @param intact whether nothing differs in this part
 * @param differences the first of them, in the order of the log
 * @param next where to go on; absent at the end of the log
 */
public record AuditReport(
        long from, long to, long size, boolean intact, List<AuditDifference> differences, @Nullable Long next) {

    public AuditReport {
        differences = List.copyOf(differences);
    }
}
