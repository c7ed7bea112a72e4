package dev.shieldwall.transport.asoc;

import dev.shieldwall.transport.asoc.core.NodeId;
import java.nio.ByteBuffer;

/**
 * Where received streams go. Called by the connection's own thread, in order; while it is here nothing more is read
 * from that peer, which is the back-pressure. Streams of one peer interleave.
 */
public interface Inbox {

    /** The buffer is only valid during the call. */
    void data(NodeId from, long stream, ByteBuffer payload);

    /** The stream is complete. One whose connection is lost never gets here. */
    void end(NodeId from, long stream);
}
