/** What a principal may do: grants, their end, and the price of an operation. */
@NullMarked
package dev.shieldwall.ledger.capability;

import org.jspecify.annotations.NullMarked;
