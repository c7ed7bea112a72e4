/** The replica's append-only write-ahead log and the guard that keeps it from signing two things at one position. */
@NullMarked
package dev.shieldwall.replica.wal;

import org.jspecify.annotations.NullMarked;
