package dev.shieldwall.consensus.core;

/** A message whose signatures, bounds and inner agreement {@link MessageVerifier} has checked. */
public final class Verified {

    private final int from;
    private final Message message;

    Verified(int from, Message message) {
        this.from = from;
        this.message = message;
    }

    /** The peer that the transport received it from; the signer may be another. */
    public int from() {
        return from;
    }

    public Message message() {
        return message;
    }

    @Override
    public String toString() {
        return message.getClass().getSimpleName() + " from " + from;
    }
}
