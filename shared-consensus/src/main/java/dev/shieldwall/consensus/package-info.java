/** Protocol cores without I/O, clock or randomness. */
@NullMarked
package dev.shieldwall.consensus;

import org.jspecify.annotations.NullMarked;
