/** A network that loses, delays, repeats, reorders and parts. */
@NullMarked
package dev.shieldwall.simulation.network;

import org.jspecify.annotations.NullMarked;
