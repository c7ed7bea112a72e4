package dev.shieldwall.model.receipt;

import dev.shieldwall.model.codec.Hash;
import java.util.List;

/** That a leaf stands at {@code index} in the tree of the {@code size} results of a block (RFC 9162 section 2.1.3). */
public record InclusionProof(long index, long size, List<Hash> path) {

    /** A size is a positive int, so no path is longer. */
    public static final int MAX_PATH = 31;

    public InclusionProof {
        path = List.copyOf(path);
        if (index < 0 || index >= size || size > Integer.MAX_VALUE || path.size() > MAX_PATH) {
            throw new IllegalArgumentException("an inclusion proof out of range");
        }
    }
}
