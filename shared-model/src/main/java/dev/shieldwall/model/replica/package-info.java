/** The members of the consensus group and the arithmetic of its quorums. */
@NullMarked
package dev.shieldwall.model.replica;

import org.jspecify.annotations.NullMarked;
