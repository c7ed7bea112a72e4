/** Asks the ledger whether an operation may run, and shows what it decided. */
@NullMarked
package dev.shieldwall.capability.authorization;

import org.jspecify.annotations.NullMarked;
