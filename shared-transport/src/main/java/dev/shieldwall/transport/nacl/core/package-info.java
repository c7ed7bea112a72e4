/** Handshake, envelopes and sessions of the NaCl-box compatibility mode, without clock, randomness or I/O. */
@NullMarked
package dev.shieldwall.transport.nacl.core;

import org.jspecify.annotations.NullMarked;
