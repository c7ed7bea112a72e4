/** The identities of the ledger in PostgreSQL: the projection that writes them and the one class that reads them. */
@NullMarked
package dev.shieldwall.identity.readmodel;

import org.jspecify.annotations.NullMarked;
