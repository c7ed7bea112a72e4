package dev.shieldwall.node;

import dev.shieldwall.transport.asoc.Inbox;
import java.nio.ByteBuffer;

/** For commands that only send or look: what comes is let go. */
final class Unwanted implements Inbox.Receiver {

    @Override
    public void data(long stream, ByteBuffer payload) {}

    @Override
    public void end(long stream) {}

    @Override
    public void closed() {}
}
