/** Who may read and write over HTTP: bearer tokens for reads, signed commands for writes. */
@NullMarked
package dev.shieldwall.service.security;

import org.jspecify.annotations.NullMarked;
