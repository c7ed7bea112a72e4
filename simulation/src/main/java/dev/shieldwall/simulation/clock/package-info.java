/** Simulated time: what happens when, in one order for one seed. */
@NullMarked
package dev.shieldwall.simulation.clock;

import org.jspecify.annotations.NullMarked;
