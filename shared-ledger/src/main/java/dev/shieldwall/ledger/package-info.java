/** The deterministic state machine that holds the rules. */
@NullMarked
package dev.shieldwall.ledger;

import org.jspecify.annotations.NullMarked;
