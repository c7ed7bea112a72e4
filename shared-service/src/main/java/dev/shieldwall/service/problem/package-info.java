/** Errors as RFC 9457 problems, whoever finds them: controllers, filters, security, the container. */
@NullMarked
package dev.shieldwall.service.problem;

import org.jspecify.annotations.NullMarked;
