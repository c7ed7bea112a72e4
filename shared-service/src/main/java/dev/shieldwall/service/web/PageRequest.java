package dev.shieldwall.service.web;

import dev.shieldwall.service.problem.ProblemType;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is asked for.
 *
 * @param after the position that the cursor names; 0 at the start
 * @param limit most items, 1 to {@value #MAX_LIMIT}
 */
public record PageRequest(long after, int limit) {

    public static final int MAX_LIMIT = 200;
    public static final int DEFAULT_LIMIT = 50;

    private static final Pattern CURSOR = Pattern.compile("[0-9]{1,18}");

    /** @throws dev.shieldwall.service.problem.ProblemException if one of both is out of its bounds */
    public static PageRequest of(@Nullable String cursor, @Nullable Integer limit) {
        if (cursor != null && !CURSOR.matcher(cursor).matches()) {
            throw ProblemType.MALFORMED.because("the cursor is not one that a page named as next");
        }
        if (limit != null && (limit < 1 || limit > MAX_LIMIT)) {
            throw ProblemType.MALFORMED.because("limit is 1 to " + MAX_LIMIT);
        }
        return new PageRequest(cursor == null ? 0 : Long.parseLong(cursor), limit == null ? DEFAULT_LIMIT : limit);
    }
}
