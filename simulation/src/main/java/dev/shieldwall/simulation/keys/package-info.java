/** Keys of a simulated group, the same in every run. */
@NullMarked
package dev.shieldwall.simulation.keys;

import org.jspecify.annotations.NullMarked;
