package dev.shieldwall.consensus.core;

/** The timers of a core. Setting one that runs replaces it; each fires once. */
public enum TimerId {
    /** Patience with the primary, or with a view change. */
    PROGRESS,
    /** Sends again what peers may have missed. */
    RETRANSMIT,
    /** An empty block is due. */
    HEARTBEAT
}
