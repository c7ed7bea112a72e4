package dev.shieldwall.transport.channel.carrier;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedChannelException;

/**
 * A stream of bytes over something that pushes messages, such as a WebSocket. Where messages begin and end means nothing;
 * whoever pushes is held up while 1 MiB waits to be read.
 */
public final class MessageCarrier implements ByteChannel {

    /** The way to the peer. */
    public interface Outbound {

        /** Sends all that remains, before it returns; where it leaves the position does not matter. */
        void send(ByteBuffer bytes) throws IOException;

        void close() throws IOException;
    }

    private final InboundBytes in = new InboundBytes();
    private final Outbound out;

    public MessageCarrier(Outbound out) {
        this.out = out;
    }

    /** Called for what the peer pushed; one call after the other. */
    public void received(ByteBuffer message) throws IOException {
        in.put(message);
    }

    /** Called when the peer will push no more. */
    public void ended() {
        in.end();
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        return in.read(into);
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        if (in.isClosed()) {
            throw new ClosedChannelException();
        }
        int count = bytes.remaining();
        out.send(bytes.duplicate());
        bytes.position(bytes.limit());
        return count;
    }

    @Override
    public boolean isOpen() {
        return !in.isClosed();
    }

    @Override
    public void close() {
        if (isOpen()) {
            in.close();
            Thread.ofVirtual().start(this::closeOut);
        }
    }

    /** A peer that takes nothing may hold up its farewell, and nobody who closes must wait for that: watchdogs do. */
    private void closeOut() {
        try {
            out.close();
        } catch (IOException e) {
            // It is closed for this side whatever the peer hears.
        }
    }
}
