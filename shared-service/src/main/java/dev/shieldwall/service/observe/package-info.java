/** Health and metrics of projection and ledger client. */
@NullMarked
package dev.shieldwall.service.observe;

import org.jspecify.annotations.NullMarked;
