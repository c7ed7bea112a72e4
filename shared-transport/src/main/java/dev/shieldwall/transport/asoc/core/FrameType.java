package dev.shieldwall.transport.asoc.core;

import java.util.Arrays;
import java.util.Optional;

/** What a frame is for. Types 6 to 15 are reserved; a receiver skips the ones it does not know. */
public enum FrameType {
    DATA(1),
    END(2),
    CONTROL(3),
    HELLO(4),
    ACCEPT(5);

    private final byte code;

    FrameType(int code) {
        this.code = (byte) code;
    }

    static Optional<FrameType> of(byte code) {
        return Arrays.stream(values()).filter(type -> type.code == code).findFirst();
    }

    byte code() {
        return code;
    }
}
