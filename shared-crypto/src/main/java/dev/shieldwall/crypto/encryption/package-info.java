/** Public-key encryption: to the holder of a private key, of any length, with associated data. */
@NullMarked
package dev.shieldwall.crypto.encryption;

import org.jspecify.annotations.NullMarked;
