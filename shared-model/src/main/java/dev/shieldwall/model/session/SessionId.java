package dev.shieldwall.model.session;

import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.codec.Scalar;

/** Names a session: 128 random bits drawn by the principal that opens it. */
@Scalar
public record SessionId(Bytes value) implements Comparable<SessionId> {

    public static final int BYTES = 16;

    public SessionId {
        if (value.size() != BYTES) {
            throw new IllegalArgumentException("a session id has 16 bytes");
        }
    }

    @Override
    public int compareTo(SessionId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toBase64Url();
    }
}
