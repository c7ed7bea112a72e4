/** Key files that only their owner can read. */
@NullMarked
package dev.shieldwall.crypto.keystore;

import org.jspecify.annotations.NullMarked;
