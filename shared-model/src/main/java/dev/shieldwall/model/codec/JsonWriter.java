package dev.shieldwall.model.codec;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes values as canonical JSON. Written here and not by a library: its defaults would become part of every chain id. */
final class JsonWriter {

    private static final HexFormat HEX = HexFormat.of();

    private static final byte[] TYPE_KEY = key(TypePlans.TYPE_MEMBER);

    private final Output output = new Output();

    byte[] toArray() {
        return output.toArray();
    }

    /** {@code "name":} */
    static byte[] key(String name) {
        var writer = new JsonWriter();
        writer.writeText(name);
        writer.output.put(':');
        return writer.toArray();
    }

    void write(TypePlan plan, Object value) {
        switch (plan) {
            case TypePlan.Leaf leaf -> writeLeaf(leaf, value);
            case TypePlan.Choice choice -> writeText(choice.nameOf(value));
            case TypePlan.Sequence sequence -> {
                output.put('[');
                boolean first = true;
                for (Object element : (List<?>) value) {
                    first = separate(first);
                    write(sequence.element(), element);
                }
                output.put(']');
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
            case BOOLEAN -> putAscii(value.toString());
            case BYTES -> {
                output.put('"');
                putAscii(((Bytes) value).toBase64Url());
                output.put('"');
            }
            case TEXT_MAP -> writeTextMap((SortedMap<?, ?>) value);
        }
    }

    private void writeFields(TypePlan.Fields fields, Object value) {
        output.put('{');
        boolean first = true;
        if (fields.typeName() != null) {
            first = separate(first);
            output.put(TYPE_KEY);
            writeText(fields.typeName());
        }
        for (TypePlan.Member member : fields.members()) {
            Object component = member.valueIn(value);
            if (component != null) {
                first = separate(first);
                output.put(member.jsonKey());
                write(member.plan(), component);
            }
        }
        output.put('}');
    }

    private void writeMember(TypePlan.Member member, @Nullable Object value) {
        if (value == null) {
            throw new IllegalArgumentException(member.name() + " is null");
        }
        write(member.plan(), value);
    }

    /** Sorted anew: the map may have come with another order. */
    private void writeTextMap(SortedMap<?, ?> map) {
        var sorted = new TreeMap<String, String>();
        map.forEach((name, value) -> sorted.put((String) name, (String) value));
        output.put('{');
        boolean first = true;
        for (Map.Entry<String, String> entry : sorted.entrySet()) {
            first = separate(first);
            writeText(entry.getKey());
            output.put(':');
            writeText(entry.getValue());
        }
        output.put('}');
    }

    private boolean separate(boolean first) {
        if (!first) {
            output.put(',');
        }
        return false;
    }

    private void writeInteger(long value) {
        if (Math.abs(value) > JsonCodec.MAX_INTEGER || value == Long.MIN_VALUE) {
            throw new IllegalArgumentException("an integer beyond 2^53-1");
        }
        putAscii(Long.toString(value));
    }

    /** Escapes as in RFC 8785 section 3.2.2.2: what must be escaped, in its short form where there is one. */
    private void writeText(String text) {
        Utf8.requireWholeCharacters(text);
        output.put('"');
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == '"' || c == '\\') {
                output.put(Utf8.encode(text.substring(start, i)));
                putAscii(escape(c));
                start = i + 1;
            }
        }
        output.put(Utf8.encode(text.substring(start)));
        output.put('"');
    }

    private static String escape(char c) {
        return switch (c) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\b' -> "\\b";
            case '\t' -> "\\t";
            case '\n' -> "\\n";
            case '\f' -> "\\f";
            case '\r' -> "\\r";
            default -> "\\u" + HEX.toHexDigits(c);
        };
    }

    private void putAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            output.put(text.charAt(i));
        }
    }
}
