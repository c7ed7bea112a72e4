package dev.shieldwall.replica.host;

import dev.shieldwall.ledger.Refusal;

/** What became of a command that asked to be ordered. Every refusal is this one replica's; another may admit it. */
public sealed interface Admitted {

    /** It waits for a block; so it does already when the same bytes came before. */
    record Waiting() implements Admitted {}

    /** The same bytes were decided before, at this place. */
    record Decided(long height, int index) implements Admitted {}

    /** It may not stand in the next block. */
    record Refused(Refusal reason, String detail) implements Admitted {}

    /** The same id waits with other bytes. */
    record Conflict() implements Admitted {}

    /** Too much waits already, of this principal or altogether. Worth another try a little later. */
    record Crowded(String detail) implements Admitted {}

    /** A rule broke on exactly these bytes; they are kept for inspection and not tried again. */
    record Poisonous() implements Admitted {}
}
