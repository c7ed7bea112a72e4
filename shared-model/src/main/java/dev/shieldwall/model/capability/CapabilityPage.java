package dev.shieldwall.model.capability;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of capabilities in the order in which they came about.
 *
 * @param next cursor of the following page; absent when this page ends with the newest
 */
public record CapabilityPage(List<Capability> items, @Nullable String next) {

    public CapabilityPage {
        items = List.copyOf(items);
    }
}
