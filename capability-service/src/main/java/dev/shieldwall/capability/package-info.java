/** Capabilities and authorizations over the ledger. */
@NullMarked
package dev.shieldwall.capability;

import org.jspecify.annotations.NullMarked;
