/** Makes the first state of a mesh that runs on one machine, and the keys that go with it. */
@NullMarked
package dev.shieldwall.launcher.genesis;

import org.jspecify.annotations.NullMarked;
