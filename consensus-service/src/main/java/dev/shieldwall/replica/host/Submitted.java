package dev.shieldwall.replica.host;

import dev.shieldwall.model.command.CommandPayload;
import dev.shieldwall.model.receipt.Receipt;

/** What a caller is told about a command. */
public sealed interface Submitted {

    /** Committed, durably at this replica. */
    record Decided(Receipt receipt) implements Submitted {}

    /** No decision yet, in time or at all here; it may still come until block time passes notAfter. */
    record Unknown(CommandPayload command) implements Submitted {}

    /**
     * This replica did not admit it and passed it on to nobody, or other bytes were decided under its id, or a rule broke
     * on it. Never {@link Admitted.Waiting} or {@link Admitted.Decided}.
     */
    record NotAdmitted(Admitted why) implements Submitted {}

    /** Not a command at all. */
    record Malformed(String detail) implements Submitted {}
}
