/** What a Byzantine replica does instead of, or besides, the protocol. */
@NullMarked
package dev.shieldwall.simulation.adversary;

import org.jspecify.annotations.NullMarked;
