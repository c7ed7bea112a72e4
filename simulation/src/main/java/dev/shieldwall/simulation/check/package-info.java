/** Invariants, checked at each step with the eyes of somebody who sees all replicas. */
@NullMarked
package dev.shieldwall.simulation.check;

import org.jspecify.annotations.NullMarked;
