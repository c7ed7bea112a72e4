/** Proofs that a value stands, or that nothing stands, at a key of the ledger's state; verified without the ledger. */
@NullMarked
package dev.shieldwall.model.proof;

import org.jspecify.annotations.NullMarked;
