/** What the audit log says about a committed command. */
@NullMarked
package dev.shieldwall.ledger.audit;

import org.jspecify.annotations.NullMarked;
