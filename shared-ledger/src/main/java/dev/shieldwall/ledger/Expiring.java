package dev.shieldwall.ledger;

import dev.shieldwall.model.decision.CommandId;
import dev.shieldwall.model.identity.PrincipalId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A used command id that is to be dropped.
 *
 * @param issuer whose quota a registration used; absent for other commands, which use the principal's own
 */
record Expiring(PrincipalId principal, CommandId commandId, @Nullable PrincipalId issuer) {

    /** Those of one block that end in the same second. */
    record Chunk(List<Expiring> ids) {
        Chunk {
            ids = List.copyOf(ids);
        }
    }

    /** The next chunk to drop: all chunks of earlier seconds, and earlier ones of this second, are gone. */
    record Cursor(long second, long chunk) {}
}
