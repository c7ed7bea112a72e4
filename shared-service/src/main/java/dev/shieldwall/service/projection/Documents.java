package dev.shieldwall.service.projection;

import dev.shieldwall.model.codec.JsonCodec;
import dev.shieldwall.model.codec.MalformedException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The records that the API shows, as a table keeps them: each as its JSON in a column of text. */
public final class Documents<T> {

    private final Class<T> type;
    private final JsonCodec<T> codec;

    private Documents(Class<T> type) {
        this.type = type;
        this.codec = JsonCodec.of(type);
    }

    public static <T> Documents<T> of(Class<T> type) {
        return new Documents<>(type);
    }

    public String write(T value) {
        return new String(codec.encode(value), StandardCharsets.UTF_8);
    }

    /** @throws IllegalStateException if the text is none of ours: somebody changed it behind the service's back */
    public T read(String document) {
        try {
            return codec.decode(document.getBytes(StandardCharsets.UTF_8));
        } catch (MalformedException e) {
            throw new IllegalStateException("a stored " + type.getSimpleName() + " is none", e);
        }
    }

    /**
     * The first {@code limit} rows as a page. Its cursor is the number of the last row shown.
     *
     * @param rows in order, and one more than the limit where there are as many
     * @param page of the records and the cursor, which is absent when the page ends with the newest
     */
    public <P> P page(List<DocumentRow> rows, int limit, BiFunction<List<T>, @Nullable String, P> page) {
        boolean more = rows.size() > limit;
        List<DocumentRow> shown = more ? rows.subList(0, limit) : rows;
        return page.apply(
                shown.stream().map(row -> read(row.document())).toList(),
                more ? Long.toString(shown.getLast().sequence()) : null);
    }
}
