/** PBFT (Castro and Liskov, OSDI 1999) over execute-before-vote headers: normal case and view change. */
@NullMarked
package dev.shieldwall.consensus.pbft;

import org.jspecify.annotations.NullMarked;
