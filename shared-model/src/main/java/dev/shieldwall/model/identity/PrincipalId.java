package dev.shieldwall.model.identity;

import dev.shieldwall.model.codec.Scalar;
import java.util.regex.Pattern;

/**
 * Who acts: a SPIFFE ID (SPIFFE-ID specification section 2), such as {@code spiffe://mesh.example/service/trading-001}.
 * Stricter than the specification in one point: a path is required and at most 255 characters make an id.
 */
@Scalar
public record PrincipalId(String value) implements Comparable<PrincipalId> {

    public static final int MAX_LENGTH = 255;

    private static final Pattern SPIFFE_ID =
            Pattern.compile("spiffe://[a-z0-9._-]{1,128}(/(?!\\.{1,2}(/|$))[A-Za-z0-9._-]+)+");

    public PrincipalId {
        if (value.length() > MAX_LENGTH || !SPIFFE_ID.matcher(value).matches()) {
            throw new IllegalArgumentException("not a SPIFFE id with a path");
        }
    }

    /** The trust domain: what stands between the scheme and the path. */
    public String trustDomain() {
        int start = "spiffe://".length();
        return value.substring(start, value.indexOf('/', start));
    }

    @Override
    public int compareTo(PrincipalId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
