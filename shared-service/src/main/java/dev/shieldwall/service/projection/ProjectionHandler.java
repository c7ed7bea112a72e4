package dev.shieldwall.service.projection;

/**
 * Turns committed blocks into rows. Called in the order of heights, once per height, in the transaction that also
 * moves the position: after a crash a block is either wholly there or handed over again.
 *
 * <p>Must not call other systems, and must not fail on what a block holds: the projection stops and alarms.
 */
@FunctionalInterface
public interface ProjectionHandler {

    void apply(ProjectedBlock block);
}
