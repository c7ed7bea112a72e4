package dev.shieldwall.service.projection;

import java.util.List;

/**
 * Turns committed blocks into rows. Called in the order of heights, once per height, in the transaction that also
 * moves the position: after a crash blocks are either wholly there or handed over again, perhaps in other company.
 *
 * <p>Must not call other systems, and must not fail on what a block holds: the projection stops and alarms.
 */
@FunctionalInterface
public interface ProjectionHandler {

    /** @param blocks at least one, each the parent of the next */
    void apply(List<ProjectedBlock> blocks);
}
