/** Key encapsulation and plain Diffie-Hellman agreement. */
@NullMarked
package dev.shieldwall.crypto.kem;

import org.jspecify.annotations.NullMarked;
