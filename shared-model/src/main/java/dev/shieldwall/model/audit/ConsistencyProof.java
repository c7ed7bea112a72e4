package dev.shieldwall.model.audit;

import dev.shieldwall.model.codec.Hash;
import java.util.List;

/** That the log of {@code to} entries begins with the log of {@code from} (RFC 9162 section 2.1.4). */
public record ConsistencyProof(long from, long to, Hash fromRoot, Hash toRoot, List<Hash> path) {

    public ConsistencyProof {
        path = List.copyOf(path);
    }
}
