/** Publish and subscribe over CurveZMQ: broker, publisher, subscriber and end-to-end sealing. */
@NullMarked
package dev.shieldwall.transport.bus;

import org.jspecify.annotations.NullMarked;
