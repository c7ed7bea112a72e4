/** The first state of a mesh and the trust anchor of everybody who verifies. */
@NullMarked
package dev.shieldwall.model.genesis;

import org.jspecify.annotations.NullMarked;
