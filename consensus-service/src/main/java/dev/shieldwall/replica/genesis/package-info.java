/** The keys of one replica and their public parts for the genesis. */
@NullMarked
package dev.shieldwall.replica.genesis;

import org.jspecify.annotations.NullMarked;
