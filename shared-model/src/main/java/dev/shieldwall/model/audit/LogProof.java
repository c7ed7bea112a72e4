package dev.shieldwall.model.audit;

import dev.shieldwall.model.codec.Hash;
import java.util.List;

/**
 * That an entry stands at {@code index} of the log of {@code size} entries (RFC 9162 section 2.1.3).
 *
 * @param root of that log; a certified header with this auditSize names the same as its auditRoot
 * @param path siblings from the leaf's up to the root's child
 */
public record LogProof(long index, long size, Hash root, List<Hash> path) {

    public LogProof {
        path = List.copyOf(path);
    }
}
