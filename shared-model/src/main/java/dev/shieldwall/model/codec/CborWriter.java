package dev.shieldwall.model.codec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Writes values as CBOR with core deterministic encoding (RFC 8949 section 4.2.1). */
final class CborWriter {

    static final int UNSIGNED = 0;
    static final int NEGATIVE = 1;
    static final int BYTE_STRING = 2;
    static final int TEXT_STRING = 3;
    static final int ARRAY = 4;
    static final int MAP = 5;
    static final int FALSE = 0xf4;
    static final int TRUE = 0xf5;

    private final Output output = new Output();

    byte[] toArray() {
        return output.toArray();
    }

    static byte[] text(String text) {
        var writer = new CborWriter();
        writer.writeText(text);
        return writer.toArray();
    }

    void write(TypePlan plan, Object value) {
        switch (plan) {
            case TypePlan.Leaf leaf -> writeLeaf(leaf, value);
            case TypePlan.Choice choice -> writeText(choice.nameOf(value));
            case TypePlan.Sequence sequence -> {
                List<?> elements = (List<?>) value;
                head(ARRAY, elements.size());
                for (Object element : elements) {
                    write(sequence.element(), element);
                }
            }
            case TypePlan.Wrapper wrapper -> writeMember(wrapper.component(), wrapper.component().valueIn(value));
            case TypePlan.Variants _ -> writeFields(TypePlans.ofVariant(value), value);
            case TypePlan.Fields fields -> writeFields(fields, value);
        }
    }

    private void writeLeaf(TypePlan.Leaf leaf, Object value) {
        switch (leaf) {
            case TEXT -> writeText((String) value);
            case LONG -> writeInteger((Long) value);
            case INT -> writeInteger((Integer) value);
            case BOOLEAN -> output.put((Boolean) value ? TRUE : FALSE);
            case BYTES -> {
                byte[] bytes = ((Bytes) value).unsafeArray();
                head(BYTE_STRING, bytes.length);
                output.put(bytes);
            }
            case TEXT_MAP -> writeTextMap((SortedMap<?, ?>) value);
        }
    }

    private void writeFields(TypePlan.Fields fields, Object value) {
        List<TypePlan.Member> members = fields.sorted();
        @Nullable Object[] values = new Object[members.size()];
        int present = 0;
        for (int i = 0; i < values.length; i++) {
            TypePlan.Member member = members.get(i);
            values[i] = member.index() == TypePlan.Member.TYPE_NAME ? fields.typeName() : member.valueIn(value);
            present += values[i] == null ? 0 : 1;
        }
        head(MAP, present);
        for (int i = 0; i < values.length; i++) {
            if (values[i] != null) {
                output.put(members.get(i).cborKey());
                writeMember(members.get(i), values[i]);
            }
        }
    }

    private void writeMember(TypePlan.Member member, @Nullable Object value) {
        if (value == null) {
            throw new IllegalArgumentException(member.name() + " is null");
        }
        write(member.plan(), value);
    }

    private void writeTextMap(SortedMap<?, ?> map) {
        var entries = new ArrayList<byte[][]>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            entries.add(new byte[][] {text((String) entry.getKey()), text((String) entry.getValue())});
        }
        entries.sort((a, b) -> Arrays.compareUnsigned(a[0], b[0]));
        head(MAP, entries.size());
        for (byte[][] entry : entries) {
            output.put(entry[0]);
            output.put(entry[1]);
        }
    }

    private void writeText(String text) {
        byte[] utf8 = Utf8.encode(text);
        head(TEXT_STRING, utf8.length);
        output.put(utf8);
    }

    private void writeInteger(long value) {
        head(value < 0 ? NEGATIVE : UNSIGNED, value < 0 ? ~value : value);
    }

    /** The shortest head for {@code argument}, which is not negative. */
    private void head(int majorType, long argument) {
        int major = majorType << 5;
        if (argument < 24) {
            output.put(major | (int) argument);
        } else if (argument < 1 << 8) {
            output.put(major | 24);
            bigEndian(argument, 1);
        } else if (argument < 1 << 16) {
            output.put(major | 25);
            bigEndian(argument, 2);
        } else if (argument < 1L << 32) {
            output.put(major | 26);
            bigEndian(argument, 4);
        } else {
            output.put(major | 27);
            bigEndian(argument, 8);
        }
    }

    private void bigEndian(long value, int bytes) {
        for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
            output.put((int) (value >>> shift));
        }
    }
}
