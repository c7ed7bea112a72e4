/** Vote tallies: arithmetic only. */
@NullMarked
package dev.shieldwall.consensus.quorum;

import org.jspecify.annotations.NullMarked;
