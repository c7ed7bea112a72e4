/** The data folder of one mesh: where everything lies, its secrets and its ports. */
@NullMarked
package dev.shieldwall.launcher.folder;

import org.jspecify.annotations.NullMarked;
