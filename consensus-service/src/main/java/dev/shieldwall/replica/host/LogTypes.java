package dev.shieldwall.replica.host;

import dev.shieldwall.consensus.core.WalRecord;
import java.util.Set;

/** Types of the records in the replica's log. Numbers never change their meaning. */
final class LogTypes {

    /** A record of the core that holds no own signature. */
    static final byte CORE = 1;
    /** A record of the core that holds an own signature. */
    static final byte CORE_SIGNED = 2;
    /** An entry of the signer guard. */
    static final byte GUARD = 3;

    static final Set<Byte> SIGNATURES = Set.of(CORE_SIGNED, GUARD);

    private LogTypes() {}

    static byte of(WalRecord record) {
        return switch (record) {
            case WalRecord.OwnVote _, WalRecord.OwnViewChange _, WalRecord.Entered _ -> CORE_SIGNED;
            case WalRecord.Body _, WalRecord.Accepted _, WalRecord.Prepared _, WalRecord.Committed _ -> CORE;
        };
    }
}
