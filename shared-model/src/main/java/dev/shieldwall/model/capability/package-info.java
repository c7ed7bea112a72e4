/** What may be done: the five dimensions, resources, constraints. */
@NullMarked
package dev.shieldwall.model.capability;

import org.jspecify.annotations.NullMarked;
