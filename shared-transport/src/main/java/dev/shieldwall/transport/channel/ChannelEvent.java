package dev.shieldwall.transport.channel;

/** What happens to connections, each counted. */
public enum ChannelEvent {
    CONNECTED,
    ESTABLISHED,
    /** More connections than all peers together may have. */
    TOO_MANY_CONNECTIONS,
    /** More handshakes in progress than one address may have. */
    TOO_MANY_HANDSHAKES,
    LOCKED_OUT,
    /** A process of another user at the other end of a Unix socket. */
    OTHER_USER,
    HANDSHAKE_REFUSED,
    HANDSHAKE_TIMED_OUT,
    /** The stream ended or broke before the handshake was done. */
    HANDSHAKE_CUT_OFF,
    MESSAGE_REFUSED,
    /** The stream ended without the sender's signed word that it is the end. */
    CUT_OFF,
    /** Nothing came for two intervals, or the peer takes nothing. */
    SILENT,
    EXPIRED,
    /** The peer was taken off the allow-list. */
    REVOKED,
    CLOSED
}
