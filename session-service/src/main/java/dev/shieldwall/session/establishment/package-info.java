/** Opens and closes sessions and shows them. */
@NullMarked
package dev.shieldwall.session.establishment;

import org.jspecify.annotations.NullMarked;
