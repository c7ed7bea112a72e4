/** Which peer a lagging replica asks for committed blocks. */
@NullMarked
package dev.shieldwall.consensus.sync;

import org.jspecify.annotations.NullMarked;
