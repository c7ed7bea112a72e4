package dev.shieldwall.transport.bus.core;

/** What a broker counts. */
public enum BusEvent {
    KEY_ADMITTED,
    KEY_REFUSED,
    PUBLISHED,
    DELIVERED,
    /** A subscriber that does not keep up loses messages; nobody waits for it. */
    DROPPED_FOR_SLOW_SUBSCRIBER,
    SUBSCRIBED,
    SUBSCRIPTION_REFUSED,
    UNKNOWN_SENDER,
    WRONG_FRAMES,
    MALFORMED_TOPIC,
    FORBIDDEN_TOPIC,
    MALFORMED_MESSAGE,
    FORGED_SOURCE,
    WRONG_MESSAGE_TYPE
}
