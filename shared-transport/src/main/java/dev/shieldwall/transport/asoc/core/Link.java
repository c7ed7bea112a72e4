package dev.shieldwall.transport.asoc.core;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * One connection as a state machine: frames in, {@link Output}s out. After a refusal it is over and the connection is
 * closed. Of one thread at a time.
 */
public sealed interface Link extends AutoCloseable permits ServerLink, ClientLink {

    /** Whether a payload of that length may follow. Asked before any memory is taken for it. */
    void admit(FrameHeader header) throws RefusedException;

    /** Takes an admitted frame whole; the payload lies between position and limit and may be changed in place. */
    List<Output> receive(FrameHeader header, ByteBuffer payload, long nowMillis) throws RefusedException;

    /** Whether {@link Output.ReadyLegacy} or {@link Output.ReadySealed} was among the outputs. */
    boolean ready();

    /** Name of the cluster's key that the handshake was made with. */
    long keyName();

    /** The peer did not offer the extension within its time. */
    List<Output> offerTimeOver() throws RefusedException;

    /** Overwrites the keys of the receiving direction; those of the sending one belong to who got them as an output. */
    @Override
    void close();
}
