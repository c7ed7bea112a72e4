package dev.shieldwall.transport.bus.core;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * {@code AicoMessage} of the reference: metadata 1, any_payload 2 ({@code google.protobuf.Any}).
 *
 * <p>Who forwards a message forwards the bytes that it got, so fields that this version does not know arrive.
 */
public record AicoMessage(MessageMetadata metadata, Payload payload) {

    public static final int MAX_TYPE_URL_BYTES = 256;

    /** {@code google.protobuf.Any}; both empty if a message has none. */
    public record Payload(String typeUrl, byte[] value) {

        public static final Payload NONE = new Payload("", new byte[0]);

        public Payload {
            if (typeUrl.getBytes(StandardCharsets.UTF_8).length > MAX_TYPE_URL_BYTES) {
                throw new IllegalArgumentException("a type has at most " + MAX_TYPE_URL_BYTES + " bytes");
            }
            value = value.clone();
        }

        @Override
        public byte[] value() {
            return value.clone();
        }

        private boolean isNone() {
            return typeUrl.isEmpty() && value.length == 0;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Payload that && typeUrl.equals(that.typeUrl) && Arrays.equals(value, that.value);
        }

        @Override
        public int hashCode() {
            return Objects.hash(typeUrl, Arrays.hashCode(value));
        }

        @Override
        public String toString() {
            return "Payload[" + typeUrl + ", " + value.length + " bytes]";
        }
    }

    /** The caller has looked at the length already; this parser takes whatever fits in memory. */
    public static AicoMessage parse(byte[] bytes) throws MalformedException {
        var reader = new ProtobufReader(bytes);
        byte[] metadata = new byte[0];
        Payload payload = Payload.NONE;
        for (int field = reader.nextField(); field != 0; field = reader.nextField()) {
            switch (field) {
                case 1 -> {
                    reader.once(field);
                    metadata = reader.bytes(bytes.length);
                }
                case 2 -> {
                    reader.once(field);
                    payload = payload(reader.bytes(bytes.length));
                }
                default -> reader.passUnknownField();
            }
        }
        return new AicoMessage(MessageMetadata.parse(metadata), payload);
    }

    private static Payload payload(byte[] any) throws MalformedException {
        var reader = new ProtobufReader(any);
        String typeUrl = "";
        byte[] value = new byte[0];
        for (int field = reader.nextField(); field != 0; field = reader.nextField()) {
            switch (field) {
                case 1 -> {
                    reader.once(field);
                    typeUrl = reader.text(MAX_TYPE_URL_BYTES);
                }
                case 2 -> {
                    reader.once(field);
                    value = reader.bytes(any.length);
                }
                default -> reader.passUnknownField();
            }
        }
        return new Payload(typeUrl, value);
    }

    public byte[] encode() {
        var writer = new ProtobufWriter().message(1, metadata.encode());
        if (!payload.isNone()) {
            writer.message(
                    2, new ProtobufWriter().text(1, payload.typeUrl()).bytes(2, payload.value()).toBytes());
        }
        return writer.toBytes();
    }
}
