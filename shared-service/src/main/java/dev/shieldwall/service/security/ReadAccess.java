package dev.shieldwall.service.security;

/** Who may read under /v1, property {@code shieldwall.reads}. */
public enum ReadAccess {
    /** Holders of a token with the scope read: the default. */
    TOKEN,
    /** Anybody who reaches the port: replicas, whose answers prove themselves, on an inner network. */
    OPEN
}
