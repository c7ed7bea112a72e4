/** The program beside a workload: an ASoc node and its command line. */
@NullMarked
package dev.shieldwall.node;

import org.jspecify.annotations.NullMarked;
