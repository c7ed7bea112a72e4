/** Starts processes, watches them, restarts what dies and keeps down what was killed on purpose. */
@NullMarked
package dev.shieldwall.launcher.process;

import org.jspecify.annotations.NullMarked;
