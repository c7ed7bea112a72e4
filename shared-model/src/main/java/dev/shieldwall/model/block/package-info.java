/** Blocks, headers, votes and quorum certificates. */
@NullMarked
package dev.shieldwall.model.block;

import org.jspecify.annotations.NullMarked;
