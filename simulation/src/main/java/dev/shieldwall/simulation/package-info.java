/** Seeded simulation of clock, network, disk and adversaries. */
@NullMarked
package dev.shieldwall.simulation;

import org.jspecify.annotations.NullMarked;
