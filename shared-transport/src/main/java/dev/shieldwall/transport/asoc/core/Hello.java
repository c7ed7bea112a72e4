package dev.shieldwall.transport.asoc.core;

import java.nio.ByteBuffer;

/** First frame of the dialling side. The MAC covers node id and challenge: not the header, the port or the community. */
@SuppressWarnings("ArrayRecordComponent") // the MAC is compared by ClusterKey alone, in constant time
record Hello(NodeId node, byte[] mac, int challenge) {

    static final int BYTES = 36;
    static final int MAC_BYTES = 16;

    static Hello read(ByteBuffer payload) throws RefusedException {
        if (payload.remaining() != BYTES) {
            throw new RefusedException(Refusal.MALFORMED);
        }
        NodeId node = NodeId.read(payload);
        byte[] mac = new byte[MAC_BYTES];
        payload.get(mac);
        return new Hello(node, mac, payload.getInt());
    }

    byte[] payload() {
        ByteBuffer payload = ByteBuffer.allocate(BYTES);
        node.write(payload);
        return payload.put(mac).putInt(challenge).array();
    }

    byte[] frame() {
        return FrameHeader.handshake(FrameType.HELLO, payload());
    }
}
