package dev.shieldwall.model.decision;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of authorizations in the order in which they came about.
 *
 * @param next cursor of the following page; absent when this page ends with the newest
 */
public record AuthorizationPage(List<Authorization> items, @Nullable String next) {

    public AuthorizationPage {
        items = List.copyOf(items);
    }
}
