/** What every request passes before it is routed: size, rate and header rules. */
@NullMarked
package dev.shieldwall.gateway.edge;

import org.jspecify.annotations.NullMarked;
