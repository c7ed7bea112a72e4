package dev.shieldwall.replica.host;

import dev.shieldwall.model.command.CommandPayload;
import dev.shieldwall.model.receipt.Receipt;

/** What a caller is told about a command. */
public sealed interface Submitted {

    /** Committed, durably at this replica. */
    record Decided(Receipt receipt) implements Submitted {}

    /** No decision in time; it may still come until block time passes notAfter. */
    record Unknown(CommandPayload command) implements Submitted {}

    /** This replica does not admit it. Never {@link Admitted.Waiting} or {@link Admitted.Decided}. */
    record NotAdmitted(Admitted why) implements Submitted {}

    /** Not a command at all. */
    record Malformed(String detail) implements Submitted {}
}
