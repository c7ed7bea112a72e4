package dev.shieldwall.model.capability;

import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.codec.Scalar;

/** Names a capability: 128 random bits drawn by the granting operator. */
@Scalar
public record CapabilityId(Bytes value) implements Comparable<CapabilityId> {

    public static final int BYTES = 16;

    public CapabilityId {
        if (value.size() != BYTES) {
            throw new IllegalArgumentException("a capability id has 16 bytes");
        }
    }

    @Override
    public int compareTo(CapabilityId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toBase64Url();
    }
}
