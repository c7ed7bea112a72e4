package dev.shieldwall.transport.asoc.core;

import java.util.List;

/** The cluster's key and, for a grace period after a rotation, the one before. Immutable. */
public sealed interface ClusterKeys {

    record Single(ClusterKey current) implements ClusterKeys {

        @Override
        public List<ClusterKey> usable(long nowMillis) {
            return List.of(current);
        }
    }

    record Rotated(ClusterKey current, ClusterKey previous, long graceEndsMillis) implements ClusterKeys {

        @Override
        public List<ClusterKey> usable(long nowMillis) {
            return nowMillis < graceEndsMillis ? List.of(current, previous) : List.of(current);
        }
    }

    /** The key to use for what is new. */
    ClusterKey current();

    /** Keys that are accepted at that time, the current one first. */
    List<ClusterKey> usable(long nowMillis);

    /** A second rotation within the grace period drops the oldest key at once. */
    default ClusterKeys rotatedTo(ClusterKey next, long graceEndsMillis) {
        return new Rotated(next, current(), graceEndsMillis);
    }
}
