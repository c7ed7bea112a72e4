/** A small deterministic state machine to agree on. */
@NullMarked
package dev.shieldwall.simulation.machine;

import org.jspecify.annotations.NullMarked;
