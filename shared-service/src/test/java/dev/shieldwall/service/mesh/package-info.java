/** A mesh for tests of services: the real ledger behind replicas that speak the real HTTP, with real certificates. */
@NullMarked
package dev.shieldwall.service.mesh;

import org.jspecify.annotations.NullMarked;
