/** A channel between two components that prove who they are: sockets, deadlines and limits around the pure core. */
@NullMarked
package dev.shieldwall.transport.channel;

import org.jspecify.annotations.NullMarked;
