/** Nodes that find each other and stream frames, after ASoc's RFC-0001 and RFC-0002. */
@NullMarked
package dev.shieldwall.transport.asoc;

import org.jspecify.annotations.NullMarked;
