package dev.shieldwall.simulation;

import dev.shieldwall.simulation.check.Violation;
import java.util.Optional;

/**
 * How a scenario ended.
 *
 * @param violation the invariant that broke, if one did
 * @param heights committed
 * @param faults injected
 * @param viewChanges asked for by honest replicas
 * @param calmMillis how long it took after the last fault until everything was committed everywhere
 * @param fingerprint over all that happened: two runs of one seed agree in it
 */
public record Outcome(
        long seed, Optional<Violation> violation, long heights, int faults, int viewChanges,
        long calmMillis, long fingerprint) {}
