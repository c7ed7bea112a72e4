package dev.shieldwall.transport.asoc;

/** What is known of a stream that was sent. */
public enum Delivery {
    /** The receiver has said, in a sealed frame, that its inbox has taken the whole stream. */
    CONFIRMED,
    /** The socket has taken it. An old peer says no more, so it may have been refused or lost. */
    SENT
}
