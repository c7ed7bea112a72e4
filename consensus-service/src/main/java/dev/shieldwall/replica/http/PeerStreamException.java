package dev.shieldwall.replica.http;

/** Why a peer stream was ended by this side. */
final class PeerStreamException extends Exception {

    private static final long serialVersionUID = 1L;

    PeerStreamException(String message) {
        super(message, null, false, false);
    }
}
