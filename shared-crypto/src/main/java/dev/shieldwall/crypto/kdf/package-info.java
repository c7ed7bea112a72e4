/** Key derivation: from strong secrets, from passwords, and from what two sides of a libsodium exchange agreed on. */
@NullMarked
package dev.shieldwall.crypto.kdf;

import org.jspecify.annotations.NullMarked;
