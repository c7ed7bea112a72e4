/** The secure channel at the edge: who may open one, what carries it, and how the calls in it are made. */
@NullMarked
package dev.shieldwall.gateway.channel;

import org.jspecify.annotations.NullMarked;
