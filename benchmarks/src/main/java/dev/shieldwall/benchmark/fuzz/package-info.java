/** Every decoder of bytes from strangers, as a target for a fuzzer that is guided by coverage (Jazzer). */
@NullMarked
package dev.shieldwall.benchmark.fuzz;

import org.jspecify.annotations.NullMarked;
