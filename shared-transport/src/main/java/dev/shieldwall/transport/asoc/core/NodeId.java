package dev.shieldwall.transport.asoc.core;

import java.nio.ByteBuffer;
import java.util.UUID;

/** Name of a node: a UUID, 16 bytes on the wire. It proves nothing by itself. */
public record NodeId(UUID uuid) {

    public static final int BYTES = 16;

    public static NodeId parse(String text) {
        return new NodeId(UUID.fromString(text));
    }

    static NodeId read(ByteBuffer bytes) {
        return new NodeId(new UUID(bytes.getLong(), bytes.getLong()));
    }

    void write(ByteBuffer bytes) {
        bytes.putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits());
    }

    byte[] bytes() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        write(bytes);
        return bytes.array();
    }

    @Override
    public String toString() {
        return uuid.toString();
    }
}
