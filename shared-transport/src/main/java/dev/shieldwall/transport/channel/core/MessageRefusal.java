package dev.shieldwall.transport.channel.core;

/** Why a message was neither sealed nor opened. For the own log and counters. */
public enum MessageRefusal {
    MALFORMED,
    TOO_LARGE,
    OUT_OF_ORDER,
    REPLAYED,
    /** An epoch whose key is not there yet, or not any more. */
    OTHER_EPOCH,
    NOT_AUTHENTIC,
    BAD_PADDING,
    /** The session is older than its timeout; a fresh handshake makes another. */
    EXPIRED,
    /** It was closed, or something was refused before. */
    ENDED
}
