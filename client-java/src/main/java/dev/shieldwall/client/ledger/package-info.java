/** Submission to the replicas, outcomes with proofs, and the stream of certified blocks. */
@NullMarked
package dev.shieldwall.client.ledger;

import org.jspecify.annotations.NullMarked;
