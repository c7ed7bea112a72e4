/** Registers principals and shows them. */
@NullMarked
package dev.shieldwall.identity.registration;

import org.jspecify.annotations.NullMarked;
