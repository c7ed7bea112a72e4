/** The node protocol as pure functions and state machines: bytes and times in, decisions out. */
@NullMarked
package dev.shieldwall.transport.asoc.core;

import org.jspecify.annotations.NullMarked;
