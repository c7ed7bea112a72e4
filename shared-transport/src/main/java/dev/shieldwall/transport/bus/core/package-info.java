/** What the message bus decides and how its bytes look: topics, rights, messages, subscriptions, replay; no I/O. */
@NullMarked
package dev.shieldwall.transport.bus.core;

import org.jspecify.annotations.NullMarked;
