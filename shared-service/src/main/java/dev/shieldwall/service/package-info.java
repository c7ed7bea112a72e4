/** What every service starts with: the common configuration, below everything a service says itself. */
@NullMarked
package dev.shieldwall.service;

import org.jspecify.annotations.NullMarked;
