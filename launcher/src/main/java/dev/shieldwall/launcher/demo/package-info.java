/** The story of the product, told by doing it on a running mesh. */
@NullMarked
package dev.shieldwall.launcher.demo;

import org.jspecify.annotations.NullMarked;
