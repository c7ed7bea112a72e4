package dev.shieldwall.audit.log;

import dev.shieldwall.model.audit.AuditDifference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The differences that a check found, the first of them by name. */
final class Findings {

    /** More than anybody reads. Later blocks follow from another call, what one block has beyond them when they are mended. */
    static final int MAX_DIFFERENCES = 100;

    private final List<AuditDifference> differences = new ArrayList<>();

    void add(AuditDifference difference) {
        if (!full()) {
            differences.add(difference);
        }
    }

    /** One difference for each column whose value is another. */
    void compare(String table, Place place, Map<String, String> expected, Map<String, String> found) {
        expected.forEach((column, value) -> {
            String stored = found.getOrDefault(column, "(absent)");
            if (!stored.equals(value)) {
                add(new AuditDifference(place.index(), place.height(), table + "." + column, value, stored));
            }
        });
    }

    /** Where in the log. */
    record Place(long index, long height) {}

    boolean full() {
        return differences.size() == MAX_DIFFERENCES;
    }

    boolean none() {
        return differences.isEmpty();
    }

    List<AuditDifference> list() {
        return List.copyOf(differences);
    }
}
