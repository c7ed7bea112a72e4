/** The audit log: entries, proofs, checks. */
@NullMarked
package dev.shieldwall.audit;

import org.jspecify.annotations.NullMarked;
