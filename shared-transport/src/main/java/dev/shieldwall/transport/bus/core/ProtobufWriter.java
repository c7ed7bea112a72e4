package dev.shieldwall.transport.bus.core;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes the fields of one protobuf message; what is zero or empty is left out, as proto3 does. */
final class ProtobufWriter {

    private ByteBuffer buffer = ByteBuffer.allocate(256);

    ProtobufWriter integer(int field, long value) {
        if (value != 0) {
            varint((long) field << 3 | ProtobufReader.VARINT);
            varint(value);
        }
        return this;
    }

    ProtobufWriter text(int field, String value) {
        return value.isEmpty() ? this : message(field, value.getBytes(StandardCharsets.UTF_8));
    }

    ProtobufWriter bytes(int field, byte[] value) {
        return value.length == 0 ? this : message(field, value);
    }

    /** Also where it is empty: the presence of a message says something. */
    ProtobufWriter message(int field, byte[] value) {
        varint((long) field << 3 | ProtobufReader.BYTES);
        varint(value.length);
        room(value.length).put(value);
        return this;
    }

    byte[] toBytes() {
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            room(1).put((byte) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        room(1).put((byte) rest);
    }

    private ByteBuffer room(int count) {
        if (buffer.remaining() < count) {
            ByteBuffer larger = ByteBuffer.allocate(Math.max(buffer.capacity() * 2, buffer.position() + count));
            buffer = larger.put(buffer.flip());
        }
        return buffer;
    }
}
