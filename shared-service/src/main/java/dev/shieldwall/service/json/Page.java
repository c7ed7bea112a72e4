package dev.shieldwall.service.json;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list, never silently the whole.
 *
 * @param items in the order of the list
 * @param next where to go on, as the query parameter {@code cursor}; absent on the last page
 */
public record Page<T>(List<T> items, @Nullable String next) {

    /** Largest number of items that may be asked for. */
    public static final int MAX_LIMIT = 200;
    public static final int DEFAULT_LIMIT = 50;

    public Page {
        items = List.copyOf(items);
    }

    /** {@code asked} if it is from 1 to {@link #MAX_LIMIT}; the default when absent. */
    public static int limit(@Nullable Integer asked) {
        if (asked == null) {
            return DEFAULT_LIMIT;
        }
        if (asked < 1 || asked > MAX_LIMIT) {
            throw new IllegalArgumentException("limit is from 1 to " + MAX_LIMIT);
        }
        return asked;
    }

    /**
     * The page of {@code fetched}, which was asked for with one item more than {@code limit}.
     *
     * @param cursor of an item: where the item after it is found
     */
    public static <T> Page<T> of(List<T> fetched, int limit, Function<T, String> cursor) {
        if (fetched.size() <= limit) {
            return new Page<>(fetched, null);
        }
        List<T> items = fetched.subList(0, limit);
        return new Page<>(items, cursor.apply(items.getLast()));
    }
}
