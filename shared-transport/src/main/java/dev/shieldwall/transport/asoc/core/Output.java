package dev.shieldwall.transport.asoc.core;

import java.nio.ByteBuffer;

/** What a connection wants done, in this order. */
public sealed interface Output {

    /** To be sent as it is, header and all. */
    @SuppressWarnings("ArrayRecordComponent") // written once, never compared
    record Send(byte[] frame) implements Output {}

    /** The peer spoke with the API key, and from now on the old protocol; frames go out unsealed. */
    record ReadyLegacy(NodeId peer) implements Output {}

    /** The peer has shown its identity key; frames go out through the seal. */
    record ReadySealed(NodeId peer, FrameSeal seal) implements Output {}

    /** A piece of a stream. The buffer belongs to the connection and is gone after this call. */
    record Data(long stream, long sequence, ByteBuffer payload) implements Output {}

    record End(long stream) implements Output {}

    record Control(ControlMessage message) implements Output {}
}
