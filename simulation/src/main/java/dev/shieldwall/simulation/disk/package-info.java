/** A disk that forgets what was not synced. */
@NullMarked
package dev.shieldwall.simulation.disk;

import org.jspecify.annotations.NullMarked;
