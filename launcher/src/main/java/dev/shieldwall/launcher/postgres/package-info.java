/** The embedded PostgreSQL server: unpacking, first initialisation, roles, start and take-over. */
@NullMarked
package dev.shieldwall.launcher.postgres;

import org.jspecify.annotations.NullMarked;
