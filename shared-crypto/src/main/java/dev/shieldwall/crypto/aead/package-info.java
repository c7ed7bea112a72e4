/** Authenticated encryption, and NaCl's boxes for programs that speak them. */
@NullMarked
package dev.shieldwall.crypto.aead;

import org.jspecify.annotations.NullMarked;
