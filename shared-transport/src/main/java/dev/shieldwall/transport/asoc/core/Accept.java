package dev.shieldwall.transport.asoc.core;

import java.nio.ByteBuffer;

/** Answer to a {@link Hello}. The MAC covers the token alone, so a recorded answer serves whoever recorded it. */
@SuppressWarnings("ArrayRecordComponent") // the MAC is compared by ClusterKey alone, in constant time
record Accept(long token, byte[] mac) {

    static final int BYTES = 16;
    static final int MAC_BYTES = 8;

    static Accept read(ByteBuffer payload) throws RefusedException {
        if (payload.remaining() != BYTES) {
            throw new RefusedException(Refusal.MALFORMED);
        }
        long token = payload.getLong();
        byte[] mac = new byte[MAC_BYTES];
        payload.get(mac);
        return new Accept(token, mac);
    }

    byte[] payload() {
        return ByteBuffer.allocate(BYTES).putLong(token).put(mac).array();
    }

    byte[] frame() {
        return FrameHeader.handshake(FrameType.ACCEPT, payload());
    }
}
