package dev.shieldwall.transport.nacl.core;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads one JSON object (RFC 8259) of the handful of forms that this protocol has: objects in objects twice at most,
 * strings, numbers, true and false, in ASCII. A name that comes twice is refused, and so are bytes behind the object:
 * another reader could see something else in them.
 */
final class JsonReader {

    private static final int DEEPEST = 2;

    /**
     * No message has more than 6. A stranger chooses the names, before anybody is looked up, and names of one hash cost
     * the square of their number.
     */
    private static final int MOST_FIELDS = 8;

    private static final int LONGEST_NUMBER = 32;
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");
    private static final int END = -1;

    private final byte[] in;
    private int at;

    JsonReader(byte[] in) {
        this.in = in;
    }

    JsonFields document() throws NaclRefusedException {
        JsonFields fields = object(1);
        if (next() != END) {
            throw malformed();
        }
        return fields;
    }

    private JsonFields object(int depth) throws NaclRefusedException {
        expect('{');
        var fields = new HashMap<String, JsonValue>();
        if (!take('}')) {
            do {
                field(fields, depth);
            } while (take(','));
            expect('}');
        }
        return new JsonFields(fields);
    }

    private void field(Map<String, JsonValue> fields, int depth) throws NaclRefusedException {
        if (fields.size() == MOST_FIELDS) {
            throw malformed();
        }
        String name = string();
        expect(':');
        if (fields.put(name, value(depth)) != null) {
            throw malformed();
        }
    }

    private JsonValue value(int depth) throws NaclRefusedException {
        return switch (next()) {
            case '"' -> new JsonValue.Text(string());
            case '{' -> nested(depth);
            case 't' -> literal("true", true);
            case 'f' -> literal("false", false);
            default -> number();
        };
    }

    private JsonValue nested(int depth) throws NaclRefusedException {
        if (depth == DEEPEST) {
            throw malformed();
        }
        return new JsonValue.Nested(object(depth + 1));
    }

    private JsonValue literal(String word, boolean value) throws NaclRefusedException {
        for (int i = 0; i < word.length(); i++) {
            if (raw() != word.charAt(i)) {
                throw malformed();
            }
        }
        return new JsonValue.Truth(value);
    }

    private JsonValue number() throws NaclRefusedException {
        int from = at;
        while (at < in.length && "+-.0123456789eE".indexOf(in[at]) >= 0) {
            at++;
        }
        String digits = new String(in, from, Math.min(at - from, LONGEST_NUMBER + 1), StandardCharsets.US_ASCII);
        if (digits.length() > LONGEST_NUMBER || !NUMBER.matcher(digits).matches()) {
            throw malformed();
        }
        return new JsonValue.Number(Double.parseDouble(digits));
    }

    private String string() throws NaclRefusedException {
        expect('"');
        var text = new StringBuilder();
        for (int c = raw(); c != '"'; c = raw()) {
            if (c < ' ' || c > '~') {
                throw malformed();
            }
            text.append(c == '\\' ? escape() : (char) c);
        }
        return text.toString();
    }

    private char escape() throws NaclRefusedException {
        int c = raw();
        return switch (c) {
            case '"', '\\', '/' -> (char) c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw malformed();
        };
    }

    private char unicode() throws NaclRefusedException {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            int c = raw();
            if (!HexFormat.isHexDigit(c)) {
                throw malformed();
            }
            value = value << 4 | HexFormat.fromHexDigit(c);
        }
        return (char) value;
    }

    private void expect(char c) throws NaclRefusedException {
        if (!take(c)) {
            throw malformed();
        }
    }

    private boolean take(char c) {
        boolean taken = next() == c;
        if (taken) {
            at++;
        }
        return taken;
    }

    /** The next byte that is no white space, not yet taken. */
    private int next() {
        while (at < in.length && (in[at] == ' ' || in[at] == '\t' || in[at] == '\n' || in[at] == '\r')) {
            at++;
        }
        return at < in.length ? in[at] & 0xff : END;
    }

    private int raw() throws NaclRefusedException {
        if (at == in.length) {
            throw malformed();
        }
        return in[at++] & 0xff;
    }

    private static NaclRefusedException malformed() {
        return new NaclRefusedException(NaclRefusal.MALFORMED);
    }
}
