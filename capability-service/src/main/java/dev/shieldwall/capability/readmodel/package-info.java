/** Capabilities and authorizations of the ledger in PostgreSQL: the projection and the one class that reads. */
@NullMarked
package dev.shieldwall.capability.readmodel;

import org.jspecify.annotations.NullMarked;
