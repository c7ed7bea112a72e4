/** Both ends of the NaCl-box compatibility mode: clock, randomness and sessions around the pure core. */
@NullMarked
package dev.shieldwall.transport.nacl;

import org.jspecify.annotations.NullMarked;
