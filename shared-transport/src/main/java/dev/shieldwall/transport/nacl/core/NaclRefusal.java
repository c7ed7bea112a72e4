package dev.shieldwall.transport.nacl.core;

/** Why a handshake or a message was refused. For the own log and counters; the peer sees one of four answers. */
public enum NaclRefusal {
    TOO_LARGE,
    /** Not one JSON object, or a field that is missing, unknown, doubled or of another form. */
    MALFORMED,
    /** A JSON object without a handshake, whatever else is in it. */
    WRONG_SHAPE,
    /** Another method than the handshake's. */
    WRONG_METHOD,
    NOT_ALLOWED,
    STALE,
    BAD_SIGNATURE,
    /** An X25519 key of small order. */
    BAD_KEY,
    REPLAYED,
    TOO_MANY_HANDSHAKES,
    /** Another server answered than the one that was asked. */
    OTHER_SERVER,
    /** The server gave no session. */
    NOT_ESTABLISHED,
    NO_SESSION,
    EXPIRED,
    /** The session has taken as many messages as it may. */
    EXHAUSTED,
    /** It was closed, or another handshake took its place. */
    ENDED,
    /** What this side sealed came back to it. */
    REFLECTED,
    NOT_AUTHENTIC
}
