/** How a process keeps its memory small. */
@NullMarked
package dev.shieldwall.service.memory;

import org.jspecify.annotations.NullMarked;
