/** Grants capabilities, takes them back and shows them. */
@NullMarked
package dev.shieldwall.capability.grant;

import org.jspecify.annotations.NullMarked;
