/** TLS 1.3 between peers that know each other's key, without a certificate authority. */
@NullMarked
package dev.shieldwall.crypto.tls;

import org.jspecify.annotations.NullMarked;
