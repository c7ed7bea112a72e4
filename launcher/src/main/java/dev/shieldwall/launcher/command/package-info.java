/** The subcommands that start, stop and look at a mesh. */
@NullMarked
package dev.shieldwall.launcher.command;

import org.jspecify.annotations.NullMarked;
