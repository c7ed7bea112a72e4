package dev.shieldwall.transport.nacl.core;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The fields of one JSON object, asked for by name and form; any other name or form is malformed. */
final class JsonFields {

    private final Map<String, JsonValue> fields;

    JsonFields(Map<String, JsonValue> fields) {
        this.fields = Map.copyOf(fields);
    }

    /** The size is looked at before anything is parsed. */
    static JsonFields parse(byte[] body, int mostBytes) throws NaclRefusedException {
        if (body.length > mostBytes) {
            throw new NaclRefusedException(NaclRefusal.TOO_LARGE);
        }
        return new JsonReader(body).document();
    }

    boolean has(String name) {
        return fields.containsKey(name);
    }

    boolean hasOnly(String... names) {
        return fields.keySet().equals(Set.of(names));
    }

    JsonFields requireOnly(String... names) throws NaclRefusedException {
        if (!hasOnly(names)) {
            throw malformed();
        }
        return this;
    }

    String text(String name) throws NaclRefusedException {
        if (field(name) instanceof JsonValue.Text(String value)) {
            return value;
        }
        throw malformed();
    }

    double number(String name) throws NaclRefusedException {
        if (field(name) instanceof JsonValue.Number(double value)) {
            return value;
        }
        throw malformed();
    }

    void requireTrue(String name) throws NaclRefusedException {
        if (!new JsonValue.Truth(true).equals(field(name))) {
            throw malformed();
        }
    }

    JsonFields nested(String name) throws NaclRefusedException {
        if (field(name) instanceof JsonValue.Nested(JsonFields value)) {
            return value;
        }
        throw malformed();
    }

    /** Standard base64 with padding; what decodes but is not what an encoder writes is refused. */
    byte[] bytes(String name) throws NaclRefusedException {
        byte[] encoded = text(name).getBytes(StandardCharsets.ISO_8859_1);
        try {
            byte[] decoded = Base64.getDecoder().decode(encoded);
            if (Arrays.equals(Base64.getEncoder().encode(decoded), encoded)) {
                return decoded;
            }
        } catch (IllegalArgumentException e) {
            // The same answer as for base64 of another form.
        }
        throw malformed();
    }

    byte[] bytes(String name, int length) throws NaclRefusedException {
        byte[] bytes = bytes(name);
        if (bytes.length != length) {
            throw malformed();
        }
        return bytes;
    }

    private @Nullable JsonValue field(String name) {
        return fields.get(name);
    }

    private static NaclRefusedException malformed() {
        return new NaclRefusedException(NaclRefusal.MALFORMED);
    }
}
