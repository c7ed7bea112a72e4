package dev.shieldwall.replica.host;

import dev.shieldwall.ledger.LedgerState;
import dev.shieldwall.model.block.BlockHeader;
import dev.shieldwall.model.block.QuorumCertificate;
import org.jspecify.annotations.Nullable;

/**
 * The newest committed block and the state after it.
 *
 * @param header and {@code certificate}: none at genesis
 */
public record Head(LedgerState state, @Nullable BlockHeader header, @Nullable QuorumCertificate certificate) {

    public long height() {
        return state.height();
    }
}
