/** HTTP calls as bytes, for a secure channel to carry: Binary HTTP (RFC 9292), known-length form. */
@NullMarked
package dev.shieldwall.transport.call.core;

import org.jspecify.annotations.NullMarked;
