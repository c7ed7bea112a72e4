package dev.shieldwall.transport.channel.core;

import java.util.Arrays;
import java.util.Optional;

/** What a message is. Encrypted, and not to be told apart by length from any short message. */
public enum ContentType {
    DATA(0),
    KEEPALIVE(1),
    /** The sender says no more. Whoever sees the stream end without it knows that something is missing. */
    CLOSE(2);

    private final byte id;

    ContentType(int id) {
        this.id = (byte) id;
    }

    byte id() {
        return id;
    }

    static Optional<ContentType> ofId(byte id) {
        return Arrays.stream(values()).filter(type -> type.id == id).findFirst();
    }
}
