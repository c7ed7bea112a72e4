/** One replica process. */
@NullMarked
package dev.shieldwall.replica;

import org.jspecify.annotations.NullMarked;
