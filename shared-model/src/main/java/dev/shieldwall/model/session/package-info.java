/** A bounded period in which a principal works with others. */
@NullMarked
package dev.shieldwall.model.session;

import org.jspecify.annotations.NullMarked;
