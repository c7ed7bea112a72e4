package dev.shieldwall.replica.host;

import dev.shieldwall.model.receipt.Receipt;

/** What a replica knows about a command id. */
public sealed interface Finding {

    record Decided(Receipt receipt) implements Finding {}

    /** Several principals used the id; who asks must say which one is meant. */
    record Ambiguous() implements Finding {}

    /**
     * Not decided as far as {@code head}. Its state proves that it holds no decision; that there never was one follows
     * from notAfter (docs/design/ledger.md, replay).
     */
    record Absent(Head head) implements Finding {}

    /** There may be a decision; this replica cannot show it now. Never to be taken for {@link Absent}. */
    record Unavailable(String why) implements Finding {}
}
