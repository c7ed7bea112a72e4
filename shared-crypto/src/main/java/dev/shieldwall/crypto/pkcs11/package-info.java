/** Keys in hardware: a small PKCS#11 client over the JDK's foreign functions, signing keys and a key that wraps keys. */
@NullMarked
package dev.shieldwall.crypto.pkcs11;

import org.jspecify.annotations.NullMarked;
