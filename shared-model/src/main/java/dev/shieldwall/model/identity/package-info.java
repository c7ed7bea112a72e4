/** Who acts: principals, their keys and attestations. */
@NullMarked
package dev.shieldwall.model.identity;

import org.jspecify.annotations.NullMarked;
