/** The health of every component, asked for at the moment and shown in one answer. */
@NullMarked
package dev.shieldwall.gateway.health;

import org.jspecify.annotations.NullMarked;
