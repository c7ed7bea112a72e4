/** The write language of the system: what a principal signs. */
@NullMarked
package dev.shieldwall.model.command;

import org.jspecify.annotations.NullMarked;
