package dev.shieldwall.client.ledger;

import dev.shieldwall.model.receipt.Receipt;

/** What became of a command whose outcome was unknown. */
public sealed interface Resolution {

    /** It was decided; the receipt was verified. */
    record Decided(Receipt receipt) implements Resolution {}

    /** Proven: it was not decided and never will be. */
    record NeverDecided() implements Resolution {}

    /** Neither a receipt nor a proof of absence is to be had now; ask again, after notAfter at the earliest. */
    record StillUnknown() implements Resolution {}
}
