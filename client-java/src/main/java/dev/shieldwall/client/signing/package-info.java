/** Makers of what principals sign: commands, attestations, read tokens. */
@NullMarked
package dev.shieldwall.client.signing;

import org.jspecify.annotations.NullMarked;
