package dev.shieldwall.crypto.key;

/** Why an operation on a ring did not happen. */
public enum KeyRefusal {
    /** The ring has no such key, or not any more. */
    UNKNOWN_KEY,
    /** A ring always has one primary key: replace it instead. */
    IS_PRIMARY,
    /** Only a waiting key becomes primary or is retired. */
    NOT_WAITING,
    /** Only a retired key is purged. */
    NOT_RETIRED,
    /** Not yet at the instant from which the key may be purged. */
    TOO_EARLY,
    /** The key waited until its end. */
    TOO_OLD,
    /** The key is in the ring already. */
    DUPLICATE,
    /** The key was in this ring, was compromised or purged, and never comes back. */
    SPENT,
    /** Kind or algorithm do not belong to the class of the ring, or a private half is missing. */
    WRONG_KIND,
    /** The key was overwritten before it came here. */
    CLOSED,
    /** The ring is full; purge first. */
    FULL,
    /** Before the last change of the ring. */
    CLOCK_WENT_BACK
}
