/** What the API documents say about model types and about signed commands. */
@NullMarked
package dev.shieldwall.service.openapi;

import org.jspecify.annotations.NullMarked;
