/** What goes into a protocol core and comes out of it: messages, inputs, outputs, log records, and the verifier. */
@NullMarked
package dev.shieldwall.consensus.core;

import org.jspecify.annotations.NullMarked;
