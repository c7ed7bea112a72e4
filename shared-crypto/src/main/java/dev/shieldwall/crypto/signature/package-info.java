/** Ed25519 keys, and the one rule by which every replica accepts or rejects a signature. */
@NullMarked
package dev.shieldwall.crypto.signature;

import org.jspecify.annotations.NullMarked;
