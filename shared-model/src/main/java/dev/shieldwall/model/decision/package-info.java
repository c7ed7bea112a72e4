/** The verdict on a command. */
@NullMarked
package dev.shieldwall.model.decision;

import org.jspecify.annotations.NullMarked;
