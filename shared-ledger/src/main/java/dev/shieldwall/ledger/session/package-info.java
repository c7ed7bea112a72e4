/** Who may open and close a session, and for how long. */
@NullMarked
package dev.shieldwall.ledger.session;

import org.jspecify.annotations.NullMarked;
