/** What the packages of this module share and nobody else uses: spare engines of the JDK, known answers. */
@NullMarked
package dev.shieldwall.crypto.internal;

import org.jspecify.annotations.NullMarked;
