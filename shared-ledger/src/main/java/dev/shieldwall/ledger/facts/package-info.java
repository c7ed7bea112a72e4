/** What the rules of one feature may ask about the others, the keys of the state, and what a rule answers. */
@NullMarked
package dev.shieldwall.ledger.facts;

import org.jspecify.annotations.NullMarked;
