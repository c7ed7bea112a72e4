package dev.shieldwall.model.codec;

import java.util.ArrayList;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/**
 * Strict reading: the library splits into tokens; encoding, duplicate names, numbers, surrogates, depth and the end of
 * input are checked here, because its own rules are laxer or may change with a version. It gets decoded characters:
 * given bytes it would guess an encoding and skip a byte order mark.
 */
final class JsonReader {

    static final int MAX_DEPTH = 16;
    static final int MAX_NAME_CHARS = 256;
    /** "-9007199254740991". */
    private static final int MAX_NUMBER_CHARS = 17;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
            .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(2 * MAX_DEPTH)
                    .maxNameLength(2 * MAX_NAME_CHARS)
                    .maxNumberLength(2 * MAX_NUMBER_CHARS)
                    .maxStringLength(JsonCodec.MAX_BYTES)
                    .maxDocumentLength(JsonCodec.MAX_BYTES)
                    .build())
            .build();

    private final JsonParser parser;
    private int depth;

    private JsonReader(JsonParser parser) {
        this.parser = parser;
    }

    static JsonNode read(byte[] utf8) throws MalformedException {
        if (utf8.length > JsonCodec.MAX_BYTES) {
            throw new MalformedException("the value is longer than " + JsonCodec.MAX_BYTES + " bytes");
        }
        String text = Utf8.decode(utf8, 0, utf8.length);
        if (text.startsWith("\uFEFF")) {
            throw new MalformedException("the value starts with a byte order mark");
        }
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text.toCharArray())) {
            var reader = new JsonReader(parser);
            JsonNode value = reader.value(parser.nextToken());
            if (parser.nextToken() != null) {
                throw new MalformedException("the value is followed by another");
            }
            return value;
        } catch (JacksonException e) {
            throw new MalformedException("the value is not JSON", e);
        }
    }

    private JsonNode value(@Nullable JsonToken token) throws MalformedException {
        return switch (token) {
            case VALUE_STRING -> new JsonNode.Text(wholeText(parser.getString()));
            case VALUE_NUMBER_INT -> new JsonNode.Whole(integer(parser.getString()));
            case VALUE_TRUE -> new JsonNode.Flag(true);
            case VALUE_FALSE -> new JsonNode.Flag(false);
            case START_ARRAY -> elements();
            case START_OBJECT -> members();
            case VALUE_NUMBER_FLOAT -> throw new MalformedException("a number has a fraction or an exponent");
            case VALUE_NULL -> throw new MalformedException("null is no value here");
            case PROPERTY_NAME, END_ARRAY, END_OBJECT, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
                throw new MalformedException("a value is missing");
            case null -> throw new MalformedException("the value ends too early");
        };
    }

    private JsonNode elements() throws MalformedException {
        descend();
        var values = new ArrayList<JsonNode>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            values.add(value(token));
        }
        depth--;
        return new JsonNode.Elements(values);
    }

    private JsonNode members() throws MalformedException {
        descend();
        var values = new TreeMap<String, JsonNode>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_OBJECT; token = parser.nextToken()) {
            if (token != JsonToken.PROPERTY_NAME) {
                throw new MalformedException("the value ends too early");
            }
            String name = wholeText(parser.currentName());
            if (name.length() > MAX_NAME_CHARS) {
                throw new MalformedException("a member name is too long");
            }
            if (values.put(name, value(parser.nextToken())) != null) {
                throw new MalformedException("a member is named twice");
            }
        }
        depth--;
        return new JsonNode.Members(values);
    }

    private void descend() throws MalformedException {
        if (++depth > MAX_DEPTH) {
            throw new MalformedException("the value is nested too deep");
        }
    }

    /** Escapes can say half a surrogate pair, which no text contains (RFC 8259 section 8.2). */
    private static String wholeText(String text) throws MalformedException {
        if (Utf8.hasHalfCharacter(text)) {
            throw new MalformedException("a string has half a surrogate pair");
        }
        return text;
    }

    private static long integer(String digits) throws MalformedException {
        if (digits.equals("-0") || digits.length() > MAX_NUMBER_CHARS) {
            throw new MalformedException("a number is -0 or too large");
        }
        long value = Long.parseLong(digits);
        if (Math.abs(value) > JsonCodec.MAX_INTEGER) {
            throw new MalformedException("a number is too large");
        }
        return value;
    }
}
