package dev.shieldwall.model.codec;

import org.jspecify.annotations.Nullable;

/**
 * Records as CBOR with core deterministic encoding (RFC 8949 section 4.2.1), see docs/protocol/cbor.md: one value, one
 * byte string. Records are maps by component name, an absent nullable component has no key.
 *
 * <p>Thread-safe.
 */
public final class CborCodec<T> {

    /** Arrays and maps inside each other. */
    public static final int MAX_DEPTH = 32;

    private final Class<T> type;
    private @Nullable TypePlan plan;

    private CborCodec(Class<T> type) {
        this.type = type;
    }

    /** The codec of a record or a sealed interface of records. Looks at {@code type} at first use only. */
    public static <T> CborCodec<T> of(Class<T> type) {
        return new CborCodec<>(type);
    }

    /** @throws IllegalArgumentException for text that UTF-8 cannot say */
    public byte[] encode(T value) {
        var writer = new CborWriter();
        writer.write(plan(), value);
        return writer.toArray();
    }

    /** Accepts exactly the bytes that {@link #encode} makes. The caller bounds their number. */
    public T decode(byte[] cbor) throws MalformedException {
        return type.cast(new CborReader(cbor).readAll(plan()));
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
