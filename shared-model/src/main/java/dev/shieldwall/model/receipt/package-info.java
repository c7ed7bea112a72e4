/** The proof of one decision, verifiable without any server. */
@NullMarked
package dev.shieldwall.model.receipt;

import org.jspecify.annotations.NullMarked;
