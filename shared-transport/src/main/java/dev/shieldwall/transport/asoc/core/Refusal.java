package dev.shieldwall.transport.asoc.core;

/** Why something of a peer was refused. For our own events only: the peer sees its connection close, and no frame. */
public enum Refusal {
    /** Sizes or fields that no version of the protocol has. */
    MALFORMED,
    /** A payload longer than this state of the connection takes. */
    TOO_LONG,
    VERSION,
    /** A frame whose type, stream or sequence does not belong here. */
    OUT_OF_PLACE,
    BAD_SEQUENCE,
    /** Data on stream 0, which belongs to the handshake. */
    RESERVED_STREAM,
    TOO_MANY_STREAMS,
    BAD_MAC,
    REPLAY,
    /** The memory of what was seen is full; forgetting would let a replay in. */
    MEMORY_FULL,
    /** A time stamp more than a minute away, either way. */
    STALE,
    WRONG_COMMUNITY,
    /** The peer says that it is this node. */
    OWN_NODE_ID,
    /** Another node than the one that was asked for. */
    WRONG_NODE,
    /** Another identity key than the pinned one. */
    WRONG_KEY,
    BAD_SIGNATURE,
    /** The old protocol, where this peer or this node demands the extension. */
    DOWNGRADE,
    /** A sealed frame that does not open: altered, left out, repeated, out of order or of another key. */
    NOT_OPENED,
    /** A key has sealed as many frames as it may. */
    KEY_EXHAUSTED,
    /** The connection was made with a key of the cluster that has been replaced and is not accepted any more. */
    KEY_RETIRED,
    /** The peer may not do what it asked for. */
    NOT_ENTITLED,
    /** The payloads of all connections together take as much memory as they may. */
    NO_ROOM,
    TOO_FREQUENT,
    LOCKED_OUT,
    TOO_MANY_CONNECTIONS,
    TIMEOUT,
    /** The connection ended before the peer was known. */
    CUT_OFF,
    TLS
}
