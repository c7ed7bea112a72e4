/** The host of one simulated replica. */
@NullMarked
package dev.shieldwall.simulation.replica;

import org.jspecify.annotations.NullMarked;
