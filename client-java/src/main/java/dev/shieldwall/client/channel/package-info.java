/** Calls to the gateway inside a secure channel, over a WebSocket or over requests. */
@NullMarked
package dev.shieldwall.client.channel;

import org.jspecify.annotations.NullMarked;
