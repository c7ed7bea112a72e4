package dev.shieldwall.transport.channel;

import java.io.IOException;

/** The peer announces a frame that is longer than any it may send. */
final class FrameTooLongException extends IOException {

    private static final long serialVersionUID = 1L;

    FrameTooLongException() {
        super("frame too long");
    }
}
