package dev.shieldwall.transport.bus.core;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads the fields of one protobuf message, strictly: varints in their shortest form, no groups, valid UTF-8, nothing
 * left over. Unknown fields are skipped, as proto3 demands of whoever forwards; a bounded number of them.
 */
final class ProtobufReader {

    static final int MAX_UNKNOWN_FIELDS = 64;
    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int BYTES = 2;
    static final int FIXED32 = 5;

    private final byte[] bytes;
    private final int end;
    private int position;
    private int wireType;
    private int unknown;
    private long seen;

    ProtobufReader(byte[] bytes) {
        this.bytes = bytes;
        this.end = bytes.length;
    }

    /** The number of the next field, or 0 at the end. */
    int nextField() throws MalformedException {
        if (position == end) {
            return 0;
        }
        long tag = varint();
        wireType = (int) (tag & 7);
        long number = tag >>> 3;
        if (number == 0 || number > 0x1fff_ffff) {
            throw new MalformedException("protobuf field number");
        }
        return (int) number;
    }

    /** A field that may come once. A second one would read differently in parsers that take the first. */
    void once(int field) throws MalformedException {
        if ((seen & 1L << field) != 0) {
            throw new MalformedException("protobuf field " + field + " twice");
        }
        seen |= 1L << field;
    }

    boolean has(int field) {
        return (seen & 1L << field) != 0;
    }

    long integer() throws MalformedException {
        require(VARINT);
        return varint();
    }

    byte[] bytes(int most) throws MalformedException {
        require(BYTES);
        int length = length();
        if (length > most) {
            throw new MalformedException("protobuf field of " + length + " bytes");
        }
        byte[] content = Arrays.copyOfRange(bytes, position, position + length);
        position += length;
        return content;
    }

    String text(int most) throws MalformedException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes(most))).toString();
        } catch (CharacterCodingException _) {
            throw new MalformedException("protobuf string is not UTF-8");
        }
    }

    /** Reads past a field that this version does not know, of which there may only be so many. */
    void passUnknownField() throws MalformedException {
        if (++unknown > MAX_UNKNOWN_FIELDS) {
            throw new MalformedException("too many unknown protobuf fields");
        }
        switch (wireType) {
            case VARINT -> varint();
            case FIXED64 -> advance(8);
            case BYTES -> advance(length());
            case FIXED32 -> advance(4);
            default -> throw new MalformedException("protobuf wire type " + wireType);
        }
    }

    private void require(int type) throws MalformedException {
        if (wireType != type) {
            throw new MalformedException("protobuf wire type " + wireType + " where " + type + " belongs");
        }
    }

    private int length() throws MalformedException {
        long length = varint();
        if (length < 0 || length > end - position) {
            throw new MalformedException("protobuf field longer than its message");
        }
        return (int) length;
    }

    private void advance(int count) throws MalformedException {
        if (count > end - position) {
            throw new MalformedException("protobuf message cut short");
        }
        position += count;
    }

    private long varint() throws MalformedException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (position == end) {
                throw new MalformedException("protobuf message cut short");
            }
            byte next = bytes[position++];
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                if ((next == 0 && shift > 0) || (shift == 63 && next > 1)) {
                    throw new MalformedException("protobuf varint not in its shortest form");
                }
                return value;
            }
        }
        throw new MalformedException("protobuf varint above 64 bits");
    }
}
