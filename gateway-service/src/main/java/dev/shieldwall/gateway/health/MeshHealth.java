package dev.shieldwall.gateway.health;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The health of the whole mesh.
 *
 * @param status down when no quorum or no service answers, degraded when something is missing
 * @param quorum replicas that a decision needs
 * @param reachable replicas that answered
 */
record MeshHealth(Status status, int quorum, int reachable, boolean quorumReachable, List<Component> components) {

    MeshHealth {
        components = List.copyOf(components);
    }

    /** How well a component, or all of them together, is. */
    enum Status {
        UP,
        DEGRADED,
        DOWN
    }

    /**
     * One service or replica.
     *
     * @param role of a replica: primary or backup, as it says itself
     * @param height of a replica: its last committed block
     */
    record Component(String name, Status status, @Nullable String role, @Nullable Long height) {}
}
