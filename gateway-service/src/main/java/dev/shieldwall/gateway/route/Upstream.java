package dev.shieldwall.gateway.route;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.net.URI;

/** One component behind the gateway, with the breaker that leaves it alone after it failed. */
record Upstream(String name, URI base, CircuitBreaker breaker) {}
