/** Turns command files into signed commands. */
@NullMarked
package dev.shieldwall.launcher.signing;

import org.jspecify.annotations.NullMarked;
