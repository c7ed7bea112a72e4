/** Primitives and formats of Shieldwall; no I/O except key files. */
@NullMarked
package dev.shieldwall.crypto;

import org.jspecify.annotations.NullMarked;
