/** The ledger client as a bean, a circuit breaker and a time limit per replica, and outcomes as HTTP answers. */
@NullMarked
package dev.shieldwall.service.ledger;

import org.jspecify.annotations.NullMarked;
