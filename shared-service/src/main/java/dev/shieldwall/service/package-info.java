/** Spring conventions shared by the services; contains no feature word. */
@NullMarked
package dev.shieldwall.service;

import org.jspecify.annotations.NullMarked;
