package dev.shieldwall.transport.asoc;

import dev.shieldwall.transport.asoc.core.NodeId;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Where received streams go. */
@FunctionalInterface
public interface Inbox {

    /** A peer is connected. A node may be connected more than once, and each connection counts its own streams. */
    Receiver connected(NodeId peer);

    /**
     * Takes the streams of one connection. Called by its thread, in order; while it is here nothing more is read from
     * that peer, which is the back-pressure. Streams interleave. What it throws ends the connection.
     */
    interface Receiver {

        /** The buffer is only valid during the call. */
        void data(long stream, ByteBuffer payload) throws IOException;

        /** The stream is complete. */
        void end(long stream) throws IOException;

        /** The connection is over; streams that have not ended never will. */
        void closed();
    }
}
