/** The loopback channel by which the command line talks to the running supervisor. */
@NullMarked
package dev.shieldwall.launcher.control;

import org.jspecify.annotations.NullMarked;
