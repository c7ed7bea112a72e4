package dev.shieldwall.crypto.key;

import java.time.Duration;

/**
 * How long a key lives.
 *
 * @param rotateAfter the age at which the primary key is due to be replaced
 * @param overlap how long a retired key still verifies and opens
 * @param purgeAfter how long after its retirement a key is forgotten; not before the overlap ends
 */
public record RotationPolicy(Duration rotateAfter, Duration overlap, Duration purgeAfter) {

    public RotationPolicy {
        if (!rotateAfter.isPositive() || overlap.isNegative() || purgeAfter.compareTo(overlap) < 0) {
            throw new IllegalArgumentException("a period is positive and nothing is purged within its overlap");
        }
    }
}
