package dev.shieldwall.transport.asoc.core;

import java.nio.ByteBuffer;

/** What a node says of itself by UDP: 34 bytes, then a MAC of 16 over all of them. It carries no address. */
public record Announcement(long communityHash, NodeId node, int port, long timestampSeconds, int challenge) {

    /** Length of a datagram. */
    public static final int BYTES = 50;

    static final int MAC_BYTES = 16;
    static final int BODY_BYTES = BYTES - MAC_BYTES;

    private static final long UNSIGNED = 0xFFFFFFFFL;

    public Announcement {
        if (port < 0 || port > 0xFFFF || timestampSeconds < 0 || timestampSeconds > UNSIGNED) {
            throw new IllegalArgumentException("a port has 16 bits and a time stamp 32");
        }
    }

    static Announcement read(byte[] body) {
        ByteBuffer bytes = ByteBuffer.wrap(body);
        return new Announcement(bytes.getLong(), NodeId.read(bytes), bytes.getShort() & 0xFFFF,
                bytes.getInt() & UNSIGNED, bytes.getInt());
    }

    byte[] body() {
        ByteBuffer bytes = ByteBuffer.allocate(BODY_BYTES).putLong(communityHash);
        node.write(bytes);
        return bytes.putShort((short) port).putInt((int) timestampSeconds).putInt(challenge).array();
    }
}
