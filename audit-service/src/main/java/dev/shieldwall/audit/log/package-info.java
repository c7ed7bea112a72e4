/** The Merkle tree over the stored log: proofs from it, and the check that recomputes it. */
@NullMarked
package dev.shieldwall.audit.log;

import org.jspecify.annotations.NullMarked;
