package dev.shieldwall.transport.bus;

/** A sealed message that is not taken. */
public final class SealRejectedException extends Exception {

    /** Why; for counters, not for the sender. */
    public enum Reason {
        NOT_SEALED,
        UNKNOWN_SOURCE,
        WRONG_SIGNATURE,
        NOT_FOR_US,
        NO_GROUP_KEY,
        OLD_GROUP_KEY,
        REPLAYED,
        TOO_OLD,
        FROM_THE_FUTURE,
        TOO_MANY_STREAMS,
        DOES_NOT_OPEN
    }

    private final Reason reason;

    SealRejectedException(Reason reason) {
        super(reason.name(), null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
