package dev.shieldwall.model.identity;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of identities in the order in which they came about.
 *
 * @param next cursor of the following page; absent when this page ends with the newest
 */
public record IdentityPage(List<Identity> items, @Nullable String next) {

    public IdentityPage {
        items = List.copyOf(items);
    }
}
