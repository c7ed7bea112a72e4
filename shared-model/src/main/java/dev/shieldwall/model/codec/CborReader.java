package dev.shieldwall.model.codec;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads CBOR that a {@link CborWriter} could have written, and nothing else. Every length is compared with the bytes
 * that are left before anything is allocated for it.
 */
final class CborReader {

    private final byte[] input;
    private final Path path = new Path();
    private int position;
    private int depth;

    CborReader(byte[] input) {
        this.input = input;
    }

    Object readAll(TypePlan plan) throws MalformedException {
        try {
            Object value = read(plan);
            if (position != input.length) {
                throw new MalformedException("is followed by more bytes");
            }
            return value;
        } catch (MalformedException e) {
            throw path.locate(e);
        }
    }

    private Object read(TypePlan plan) throws MalformedException {
        return switch (plan) {
            case TypePlan.Leaf leaf -> readLeaf(leaf);
            case TypePlan.Choice choice -> choice.constant(readText());
            case TypePlan.Sequence sequence -> readSequence(sequence);
            case TypePlan.Wrapper wrapper -> TypePlan.make(wrapper.constructor(), read(wrapper.component().plan()));
            case TypePlan.Variants variants -> readFields(variants.named(typeNameAhead()));
            case TypePlan.Fields fields -> readFields(fields);
        };
    }

    private Object readLeaf(TypePlan.Leaf leaf) throws MalformedException {
        return switch (leaf) {
            case TEXT -> readText();
            case LONG -> readInteger();
            case INT -> readInt();
            case BOOLEAN -> readBoolean();
            case BYTES -> {
                int length = length(CborWriter.BYTE_STRING, 1);
                position += length;
                yield Bytes.wrap(Arrays.copyOfRange(input, position - length, position));
            }
            case TEXT_MAP -> readTextMap();
        };
    }

    private List<Object> readSequence(TypePlan.Sequence sequence) throws MalformedException {
        int size = length(CborWriter.ARRAY, 1);
        descend();
        Object[] elements = new Object[size];
        for (int i = 0; i < size; i++) {
            path.enter(i);
            elements[i] = read(sequence.element());
            path.leave();
        }
        depth--;
        return List.of(elements);
    }

    /** Walks the members in the order of their keys: a key that is unknown, twice or out of order fits nowhere. */
    private Object readFields(TypePlan.Fields fields) throws MalformedException {
        List<TypePlan.Member> members = fields.sorted();
        int left = length(CborWriter.MAP, 2);
        descend();
        @Nullable Object[] values = new Object[fields.members().size()];
        for (TypePlan.Member member : members) {
            path.enter(member.name());
            if (left > 0 && nextIs(member.cborKey())) {
                left--;
                readMember(fields, member, values);
            } else if (!member.nullable()) {
                throw new MalformedException("is missing or out of order");
            }
            path.leave();
        }
        if (left > 0) {
            throw new MalformedException("has a member that is unknown or out of order");
        }
        depth--;
        return TypePlan.make(fields.constructor(), values);
    }

    private void readMember(TypePlan.Fields fields, TypePlan.Member member, @Nullable Object[] values)
            throws MalformedException {
        if (member.index() != TypePlan.Member.TYPE_NAME) {
            values[member.index()] = read(member.plan());
        } else if (!readText().equals(fields.typeName())) {
            throw new MalformedException("is not " + fields.typeName());
        }
    }

    private boolean nextIs(byte[] encodedKey) {
        int end = position + encodedKey.length;
        if (encodedKey.length > input.length - position
                || !Arrays.equals(input, position, end, encodedKey, 0, encodedKey.length)) {
            return false;
        }
        position = end;
        return true;
    }

    /** The value of the member {@code type} of the map that begins here. Its key need not be the first. */
    private String typeNameAhead() throws MalformedException {
        int start = position;
        int startDepth = depth;
        int entries = length(CborWriter.MAP, 2);
        descend();
        for (int i = 0; i < entries; i++) {
            if (readText().equals(TypePlans.TYPE_MEMBER)) {
                String name = readText();
                position = start;
                depth = startDepth;
                return name;
            }
            skip();
        }
        throw new MalformedException("has no type");
    }

    /** Passes over one item of a kind that occurs in our values; what it holds is looked at when it is read. */
    private void skip() throws MalformedException {
        int major = (peek() & 0xff) >>> 5;
        switch (major) {
            case CborWriter.UNSIGNED, CborWriter.NEGATIVE -> argument(major);
            case CborWriter.BYTE_STRING, CborWriter.TEXT_STRING -> {
                int length = length(major, 1);
                position += length;
            }
            case CborWriter.ARRAY, CborWriter.MAP -> {
                int perEntry = major == CborWriter.MAP ? 2 : 1;
                int items = length(major, perEntry) * perEntry;
                descend();
                for (int i = 0; i < items; i++) {
                    skip();
                }
                depth--;
            }
            default -> readBoolean();
        }
    }

    private Object readTextMap() throws MalformedException {
        int entries = length(CborWriter.MAP, 2);
        descend();
        var map = new TreeMap<String, String>();
        int previousStart = position;
        int previousEnd = position;
        for (int i = 0; i < entries; i++) {
            int start = position;
            String key = readText();
            if (i > 0 && Arrays.compareUnsigned(input, previousStart, previousEnd, input, start, position) >= 0) {
                throw new MalformedException("has keys twice or out of order");
            }
            previousStart = start;
            previousEnd = position;
            map.put(key, readText());
        }
        depth--;
        return Collections.unmodifiableSortedMap(map);
    }

    private String readText() throws MalformedException {
        int length = length(CborWriter.TEXT_STRING, 1);
        position += length;
        return Utf8.decode(input, position - length, position);
    }

    private int readInt() throws MalformedException {
        long value = readInteger();
        if (value < Integer.MIN_VALUE || value > Integer.MAX_VALUE) {
            throw new MalformedException("is out of range");
        }
        return (int) value;
    }

    private long readInteger() throws MalformedException {
        int major = (peek() & 0xff) >>> 5;
        if (major == CborWriter.UNSIGNED) {
            return argument(major);
        }
        return ~argument(CborWriter.NEGATIVE);
    }

    private boolean readBoolean() throws MalformedException {
        int value = peek() & 0xff;
        if (value != CborWriter.FALSE && value != CborWriter.TRUE) {
            throw new MalformedException("is of another kind");
        }
        position++;
        return value == CborWriter.TRUE;
    }

    /** A length or count that the input has room for: each unit takes at least {@code bytesPerUnit}. */
    private int length(int majorType, int bytesPerUnit) throws MalformedException {
        long length = argument(majorType);
        if (length > (input.length - position) / bytesPerUnit) {
            throw new MalformedException("is longer than the input");
        }
        return (int) length;
    }

    /** The argument of a head of this major type in its shortest form, 0 to 2^63-1. */
    private long argument(int majorType) throws MalformedException {
        int first = peek() & 0xff;
        if (first >>> 5 != majorType) {
            throw new MalformedException("is of another kind");
        }
        position++;
        int info = first & 0x1f;
        if (info < 24) {
            return info;
        }
        if (info > 27) {
            throw new MalformedException("has no definite length");
        }
        int bytes = 1 << (info - 24);
        if (bytes > input.length - position) {
            throw new MalformedException("ends too early");
        }
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value = value << 8 | (input[position++] & 0xff);
        }
        long smallest = bytes == 1 ? 24 : 1L << (4 * bytes);
        if (value < 0 || value < smallest) {
            throw new MalformedException("has a number that is too large or not in its shortest form");
        }
        return value;
    }

    private byte peek() throws MalformedException {
        if (position >= input.length) {
            throw new MalformedException("ends too early");
        }
        return input[position];
    }

    private void descend() throws MalformedException {
        if (++depth > CborCodec.MAX_DEPTH) {
            throw new MalformedException("is nested too deep");
        }
    }
}
