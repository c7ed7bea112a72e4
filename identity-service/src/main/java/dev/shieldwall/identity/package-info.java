/** Identities over the ledger. */
@NullMarked
package dev.shieldwall.identity;

import org.jspecify.annotations.NullMarked;
