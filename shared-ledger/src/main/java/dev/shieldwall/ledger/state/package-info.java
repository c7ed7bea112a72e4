/** The persistent Merkle map that holds the whole state, its proofs, and overlays of changes on it. */
@NullMarked
package dev.shieldwall.ledger.state;

import org.jspecify.annotations.NullMarked;
