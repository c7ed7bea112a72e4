/** The sessions of the ledger in PostgreSQL: the projection that writes them and the one class that reads them. */
@NullMarked
package dev.shieldwall.session.readmodel;

import org.jspecify.annotations.NullMarked;
