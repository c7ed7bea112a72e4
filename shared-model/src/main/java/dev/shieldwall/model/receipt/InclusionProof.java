package dev.shieldwall.model.receipt;

import dev.shieldwall.model.codec.Hash;
import java.util.List;

/** That a leaf stands at {@code index} in a tree of {@code size} leaves (RFC 9162 section 2.1.3). */
public record InclusionProof(long index, long size, List<Hash> path) {

    public static final int MAX_PATH = 64;

    public InclusionProof {
        path = List.copyOf(path);
        if (index < 0 || index >= size || path.size() > MAX_PATH) {
            throw new IllegalArgumentException("an inclusion proof out of range");
        }
    }
}
