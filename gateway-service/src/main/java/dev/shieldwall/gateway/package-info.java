/** One REST API in front of the services. */
@NullMarked
package dev.shieldwall.gateway;

import org.jspecify.annotations.NullMarked;
