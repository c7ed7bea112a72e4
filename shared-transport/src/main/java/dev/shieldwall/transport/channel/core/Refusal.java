package dev.shieldwall.transport.channel.core;

/** Why a handshake went no further. For the own log and counters; the peer sees a closed connection and nothing else. */
public enum Refusal {
    /** A field too short, too long, unknown, or bytes behind the last one. */
    MALFORMED,
    OTHER_VERSION,
    /** The client wants another component, or another one answered. */
    OTHER_SERVER,
    NOT_ALLOWED,
    /** The peer shows this side's own key: something is reflected. */
    OWN_KEY,
    STALE,
    NO_COMMON_SUITE,
    BAD_SIGNATURE,
    REPLAYED,
    /** The peer has begun more handshakes than are remembered. */
    TOO_MANY_HANDSHAKES,
    BAD_KEY,
    BAD_CONFIRMATION
}
