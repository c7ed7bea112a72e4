/** Which processes make up a mesh, and the supervisor that runs them. */
@NullMarked
package dev.shieldwall.launcher.mesh;

import org.jspecify.annotations.NullMarked;
