/** Hash functions. */
@NullMarked
package dev.shieldwall.crypto.hash;

import org.jspecify.annotations.NullMarked;
