/** The audit log in PostgreSQL: the projection that writes it and the one class that reads it. */
@NullMarked
package dev.shieldwall.audit.readmodel;

import org.jspecify.annotations.NullMarked;
