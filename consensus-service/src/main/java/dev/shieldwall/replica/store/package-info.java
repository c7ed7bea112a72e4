/** What can be rebuilt from the log: blocks and decisions in PostgreSQL, snapshots of the state in files. */
@NullMarked
package dev.shieldwall.replica.store;

import org.jspecify.annotations.NullMarked;
