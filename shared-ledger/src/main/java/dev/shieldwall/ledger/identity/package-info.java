/** Who may become, be and cease to be a principal. */
@NullMarked
package dev.shieldwall.ledger.identity;

import org.jspecify.annotations.NullMarked;
