/** JMH benchmarks and the load driver. */
@NullMarked
package dev.shieldwall.benchmark;

import org.jspecify.annotations.NullMarked;
