/** The genesis that a process trusts. */
@NullMarked
package dev.shieldwall.service.trust;

import org.jspecify.annotations.NullMarked;
