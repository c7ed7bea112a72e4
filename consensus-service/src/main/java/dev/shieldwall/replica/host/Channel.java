package dev.shieldwall.replica.host;

/** The two streams of an ordered pair of replicas. */
public enum Channel {
    /** Small and urgent; when a queue is full the oldest go first, because later votes supersede them. */
    VOTES,
    /** Proposals, blocks and forwarded commands. */
    BULK
}
