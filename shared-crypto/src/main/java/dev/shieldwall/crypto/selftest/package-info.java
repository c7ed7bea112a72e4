/** The self-tests of all primitives in one place: what a process runs at its start, and what it shows of the rest. */
@NullMarked
package dev.shieldwall.crypto.selftest;

import org.jspecify.annotations.NullMarked;
