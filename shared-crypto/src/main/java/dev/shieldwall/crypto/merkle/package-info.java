/** RFC 6962 Merkle trees: roots, inclusion and consistency proofs, and a compact tree that only appends. */
@NullMarked
package dev.shieldwall.crypto.merkle;

import org.jspecify.annotations.NullMarked;
