/** Starts and supervises the mesh on one machine; the command line. */
@NullMarked
package dev.shieldwall.launcher;

import org.jspecify.annotations.NullMarked;
