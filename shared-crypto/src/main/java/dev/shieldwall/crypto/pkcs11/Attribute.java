package dev.shieldwall.crypto.pkcs11;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** One line of a template: what an object is to have, or has. Public values only. */
record Attribute(Type type, byte[] value) {

    /** CK_ATTRIBUTE: type, pointer, length. */
    static final long BYTES = 24;

    enum Type {
        CLASS(0x00),
        TOKEN(0x01),
        PRIVATE(0x02),
        LABEL(0x03),
        KEY_TYPE(0x100),
        ID(0x102),
        SENSITIVE(0x103),
        ENCRYPT(0x104),
        DECRYPT(0x105),
        WRAP(0x106),
        UNWRAP(0x107),
        SIGN(0x108),
        VERIFY(0x10a),
        DERIVE(0x10c),
        VALUE_LEN(0x161),
        EXTRACTABLE(0x162),
        EC_PARAMS(0x180),
        EC_POINT(0x181),
        ALWAYS_AUTHENTICATE(0x202);

        private final long code;

        Type(long code) {
            this.code = code;
        }

        long code() {
            return code;
        }
    }

    static Attribute yes(Type type) {
        return new Attribute(type, new byte[] {1});
    }

    static Attribute no(Type type) {
        return new Attribute(type, new byte[] {0});
    }

    static Attribute number(Type type, long value) {
        return new Attribute(type, ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder()).putLong(value).array());
    }

    static Attribute text(Type type, String value) {
        return new Attribute(type, value.getBytes(StandardCharsets.UTF_8));
    }

    /** An array of CK_ATTRIBUTE. */
    static MemorySegment template(Arena arena, List<Attribute> attributes) {
        MemorySegment template = arena.allocate(BYTES * attributes.size(), Long.BYTES);
        for (int i = 0; i < attributes.size(); i++) {
            Attribute attribute = attributes.get(i);
            MemorySegment value = arena.allocateFrom(ValueLayout.JAVA_BYTE, attribute.value);
            write(template.asSlice(i * BYTES, BYTES), attribute.type, value);
        }
        return template;
    }

    /** Fills in a CK_ATTRIBUTE. */
    static void write(MemorySegment attribute, Type type, MemorySegment value) {
        attribute.set(ValueLayout.JAVA_LONG, 0, type.code);
        attribute.set(ValueLayout.JAVA_LONG, 8, value.address());
        attribute.set(ValueLayout.JAVA_LONG, 16, value.byteSize());
    }
}
