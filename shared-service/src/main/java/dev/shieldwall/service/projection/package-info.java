/** Read models that follow the certified blocks, with their position in the same transaction. */
@NullMarked
package dev.shieldwall.service.projection;

import org.jspecify.annotations.NullMarked;
