package dev.shieldwall.transport.bus.core;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * {@code MessageMetadata} of the reference: message_id 1, timestamp 2 ({@code google.protobuf.Timestamp}), source 3,
 * message_type 4, version 5, attributes 6.
 *
 * <p>The reference's document shows the timestamp as a string, its {@code .proto} file as a Timestamp; the file is what
 * its programs speak.
 *
 * @param source who says that it sent it; the broker compares it with the key of the connection
 */
public record MessageMetadata(
        String messageId, Instant timestamp, String source, Kind kind, SortedMap<String, String> attributes) {

    public static final int MAX_ID_BYTES = 128;
    public static final int MAX_SOURCE_BYTES = 63;
    public static final int MAX_VERSION_BYTES = 32;
    public static final int MAX_ATTRIBUTES = 32;
    public static final int MAX_KEY_BYTES = 64;
    public static final int MAX_VALUE_BYTES = 1_024;
    private static final int MAX_ENTRY_BYTES = MAX_KEY_BYTES + MAX_VALUE_BYTES + 8;
    private static final int MAX_TIMESTAMP_BYTES = 64;
    /** What a Timestamp may hold: the years 1 to 9999; messages from before 1970 do not exist. */
    static final long MAX_SECONDS = 253_402_300_799L;

    /** What the payload is: the topic without a peer, and the version of its schema. */
    public record Kind(String type, String version) {

        public static final String VERSION = "1.0";

        public Kind {
            requireAtMost("a message type", type, Topic.MAX_CHARACTERS);
            requireAtMost("a version", version, MAX_VERSION_BYTES);
        }
    }

    public MessageMetadata {
        attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
        requireAtMost("a message id", messageId, MAX_ID_BYTES);
        requireAtMost("a source", source, MAX_SOURCE_BYTES);
        if (messageId.isEmpty() || source.isEmpty()) {
            throw new IllegalArgumentException("a message has an id and a source");
        }
        if (timestamp.getEpochSecond() < 0 || timestamp.getEpochSecond() > MAX_SECONDS) {
            throw new IllegalArgumentException("a timestamp lies in 1970 to 9999");
        }
        if (attributes.size() > MAX_ATTRIBUTES) {
            throw new IllegalArgumentException("a message has at most " + MAX_ATTRIBUTES + " attributes");
        }
        attributes.forEach((key, value) -> {
            requireAtMost("a key", key, MAX_KEY_BYTES);
            requireAtMost("a value", value, MAX_VALUE_BYTES);
        });
    }

    private static void requireAtMost(String what, String text, int most) {
        if (text.getBytes(StandardCharsets.UTF_8).length > most) {
            throw new IllegalArgumentException(what + " has at most " + most + " bytes");
        }
    }

    byte[] encode() {
        var writer = new ProtobufWriter()
                .text(1, messageId)
                .message(2, new ProtobufWriter()
                        .integer(1, timestamp.getEpochSecond())
                        .integer(2, timestamp.getNano())
                        .toBytes())
                .text(3, source)
                .text(4, kind.type())
                .text(5, kind.version());
        attributes.forEach((key, value) ->
                writer.message(6, new ProtobufWriter().text(1, key).text(2, value).toBytes()));
        return writer.toBytes();
    }

    static MessageMetadata parse(byte[] bytes) throws MalformedException {
        var fields = new Fields(new ProtobufReader(bytes));
        fields.read();
        try {
            return new MessageMetadata(
                    fields.id, fields.timestamp, fields.source, new Kind(fields.type, fields.version), fields.attributes);
        } catch (IllegalArgumentException e) {
            throw new MalformedException(String.valueOf(e.getMessage()));
        }
    }

    /** What has been read so far. */
    private static final class Fields {

        private final ProtobufReader reader;
        private String id = "";
        private Instant timestamp = Instant.EPOCH;
        private String source = "";
        private String type = "";
        private String version = "";
        private final SortedMap<String, String> attributes = new TreeMap<>();

        Fields(ProtobufReader reader) {
            this.reader = reader;
        }

        void read() throws MalformedException {
            for (int field = reader.nextField(); field != 0; field = reader.nextField()) {
                if (field < 6) {
                    reader.once(field);
                }
                switch (field) {
                    case 1 -> id = reader.text(MAX_ID_BYTES);
                    case 2 -> timestamp = timestamp(reader.bytes(MAX_TIMESTAMP_BYTES));
                    case 3 -> source = reader.text(MAX_SOURCE_BYTES);
                    case 4 -> type = reader.text(Topic.MAX_CHARACTERS);
                    case 5 -> version = reader.text(MAX_VERSION_BYTES);
                    case 6 -> attribute(reader.bytes(MAX_ENTRY_BYTES));
                    default -> reader.passUnknownField();
                }
            }
            if (!reader.has(2)) {
                throw new MalformedException("no timestamp");
            }
        }

        private void attribute(byte[] entry) throws MalformedException {
            Map.Entry<String, String> pair = entry(entry);
            if (attributes.size() == MAX_ATTRIBUTES || attributes.putIfAbsent(pair.getKey(), pair.getValue()) != null) {
                throw new MalformedException("an attribute twice, or too many");
            }
        }

        private static Map.Entry<String, String> entry(byte[] bytes) throws MalformedException {
            var reader = new ProtobufReader(bytes);
            String key = "";
            String value = "";
            for (int field = reader.nextField(); field != 0; field = reader.nextField()) {
                switch (field) {
                    case 1 -> {
                        reader.once(field);
                        key = reader.text(MAX_KEY_BYTES);
                    }
                    case 2 -> {
                        reader.once(field);
                        value = reader.text(MAX_VALUE_BYTES);
                    }
                    default -> reader.passUnknownField();
                }
            }
            return Map.entry(key, value);
        }

        private static Instant timestamp(byte[] bytes) throws MalformedException {
            var reader = new ProtobufReader(bytes);
            long seconds = 0;
            long nanos = 0;
            for (int field = reader.nextField(); field != 0; field = reader.nextField()) {
                switch (field) {
                    case 1 -> {
                        reader.once(field);
                        seconds = reader.integer();
                    }
                    case 2 -> {
                        reader.once(field);
                        nanos = reader.integer();
                    }
                    default -> reader.passUnknownField();
                }
            }
            if (seconds < 0 || seconds > MAX_SECONDS || nanos < 0 || nanos > 999_999_999) {
                throw new MalformedException("timestamp out of range");
            }
            return Instant.ofEpochSecond(seconds, nanos);
        }
    }
}
