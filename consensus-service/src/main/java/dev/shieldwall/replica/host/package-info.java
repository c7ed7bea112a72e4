/** The host of the protocol core: the one owner thread, admission, execution, and the port to the other replicas. */
@NullMarked
package dev.shieldwall.replica.host;

import org.jspecify.annotations.NullMarked;
