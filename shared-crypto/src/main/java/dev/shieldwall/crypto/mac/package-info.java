/** Message authentication codes. */
@NullMarked
package dev.shieldwall.crypto.mac;

import org.jspecify.annotations.NullMarked;
