package dev.shieldwall.model.codec;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Records as strict JSON, see docs/protocol/json.md. Writes the canonical form; reads any order of members and any
 * whitespace with {@link #decode}, the canonical form alone with {@link #decodeCanonical}.
 *
 * <p>Thread-safe.
 */
public final class JsonCodec<T> {

    /** Longest input. Callers that read from strangers have smaller bounds of their own. */
    public static final int MAX_BYTES = 4 << 20;
    /** 2^53-1: what every JSON implementation keeps exactly (RFC 8259 section 6). */
    public static final long MAX_INTEGER = (1L << 53) - 1;
    /** Arrays and objects inside each other. */
    public static final int MAX_DEPTH = JsonReader.MAX_DEPTH;

    private final Class<T> type;
    private @Nullable TypePlan plan;

    private JsonCodec(Class<T> type) {
        this.type = type;
    }

    /** The codec of a record or a sealed interface of records. Looks at {@code type} at first use only. */
    public static <T> JsonCodec<T> of(Class<T> type) {
        return new JsonCodec<>(type);
    }

    /**
     * The canonical form: no whitespace, members in the order of the record, escapes as in RFC 8785.
     *
     * @throws IllegalArgumentException for an integer beyond {@link #MAX_INTEGER} and text that UTF-8 cannot say
     */
    public byte[] encode(T value) {
        var writer = new JsonWriter();
        writer.write(plan(), value);
        return writer.toArray();
    }

    /** Reads UTF-8 of up to {@link #MAX_BYTES} bytes. */
    public T decode(byte[] utf8) throws MalformedException {
        return type.cast(JsonBinder.bindAll(plan(), JsonReader.read(utf8)));
    }

    /** As {@link #decode}, and only the bytes that {@link #encode} makes. */
    public T decodeCanonical(byte[] utf8) throws MalformedException {
        T value = decode(utf8);
        if (!Arrays.equals(encode(value), utf8)) {
            throw new MalformedException("the value is not in canonical form");
        }
        return value;
    }

    /** Threads may race to look it up; all find the same immutable plan. */
    private TypePlan plan() {
        TypePlan known = plan;
        if (known == null) {
            known = TypePlans.of(type);
            plan = known;
        }
        return known;
    }
}
