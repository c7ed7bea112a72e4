/** What carries a channel's bytes where there is no socket of its own: messages of a WebSocket, requests over HTTP. */
@NullMarked
package dev.shieldwall.transport.channel.carrier;

import org.jspecify.annotations.NullMarked;
