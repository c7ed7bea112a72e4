/** Which path goes to which service or replica, and what is answered when that one does not. */
@NullMarked
package dev.shieldwall.gateway.route;

import org.jspecify.annotations.NullMarked;
