/** The deterministic state machine that holds the rules: commands in, decisions, events and roots out. */
@NullMarked
package dev.shieldwall.ledger;

import org.jspecify.annotations.NullMarked;
