package dev.shieldwall.crypto.internal;

import java.util.Arrays;

/** Public bytes with the id of their algorithm in front: a key, a signature. Immutable; compared by content. */
public final class TaggedBytes {

    private final byte[] encoded;

    private TaggedBytes(byte[] encoded) {
        this.encoded = encoded;
    }

    /** Takes over what {@link AlgorithmName#tag} made. */
    public static TaggedBytes of(byte[] encoded) {
        return new TaggedBytes(encoded);
    }

    /** Without the id byte. */
    public byte[] bytes() {
        return Arrays.copyOfRange(encoded, 1, encoded.length);
    }

    public byte[] encode() {
        return encoded.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TaggedBytes that && Arrays.equals(encoded, that.encoded);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(encoded);
    }
}
