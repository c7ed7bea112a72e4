package dev.shieldwall.model.session;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of sessions in the order in which they came about.
 *
 * @param next cursor of the following page; absent when this page ends with the newest
 */
public record SessionPage(List<Session> items, @Nullable String next) {

    public SessionPage {
        items = List.copyOf(items);
    }
}
