/** The secure channel without clock, randomness or I/O: framing, handshake and session. */
@NullMarked
package dev.shieldwall.transport.channel.core;

import org.jspecify.annotations.NullMarked;
