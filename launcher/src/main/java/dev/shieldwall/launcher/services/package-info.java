/** The services as siblings in one JVM. */
@NullMarked
package dev.shieldwall.launcher.services;

import org.jspecify.annotations.NullMarked;
