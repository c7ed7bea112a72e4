/** Sessions over the ledger. */
@NullMarked
package dev.shieldwall.session;

import org.jspecify.annotations.NullMarked;
