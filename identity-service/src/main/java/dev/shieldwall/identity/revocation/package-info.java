/** Ends identities. */
@NullMarked
package dev.shieldwall.identity.revocation;

import org.jspecify.annotations.NullMarked;
