package dev.shieldwall.model.audit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of audit entries in the order of the log.
 *
 * @param next cursor of the following page; absent when this page ends with the newest entry
 */
public record AuditPage(List<AuditEntry> items, @Nullable String next) {

    public AuditPage {
        items = List.copyOf(items);
    }
}
