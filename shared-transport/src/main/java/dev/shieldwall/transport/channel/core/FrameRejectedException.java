package dev.shieldwall.transport.channel.core;

/**
 * The bytes are not a frame of this channel. Carries no stack trace: a stranger decides how often it is thrown. The text
 * is for the own log, never for the peer.
 */
public final class FrameRejectedException extends Exception {

    private static final long serialVersionUID = 1L;

    FrameRejectedException(String message) {
        super(message, null, false, false);
    }
}
