package dev.shieldwall.replica.host;

/** This replica computes other roots than a quorum certified. It stops: whatever it would say next is wrong. */
final class DivergedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DivergedException(long height) {
        super("block " + height + " is certified and does not execute to its roots here");
    }
}
