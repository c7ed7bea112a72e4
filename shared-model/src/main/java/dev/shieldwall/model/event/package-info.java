/** The facts that follow from accepted commands. */
@NullMarked
package dev.shieldwall.model.event;

import org.jspecify.annotations.NullMarked;
