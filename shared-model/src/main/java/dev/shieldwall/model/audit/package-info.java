/** The leaf of the audit log. */
@NullMarked
package dev.shieldwall.model.audit;

import org.jspecify.annotations.NullMarked;
