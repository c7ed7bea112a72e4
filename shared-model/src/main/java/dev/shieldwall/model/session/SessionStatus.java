package dev.shieldwall.model.session;

/** Whether a session was closed; expiry follows from block time and is not a status. */
public enum SessionStatus {
    OPEN,
    CLOSED
}
