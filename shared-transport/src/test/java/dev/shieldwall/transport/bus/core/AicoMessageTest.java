package dev.shieldwall.transport.bus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AicoMessageTest {

    /** Metadata with id "i", time 1 s and 2 ns, source "s", type "t", version "1"; made by hand from the wire format. */
    private static final String METADATA = "0a0169" + "120408011002" + "1a0173" + "220174" + "2a0131";
    private static final HexFormat HEX = HexFormat.of();

    private static String hex(int field, String content) {
        return HEX.toHexDigits((byte) (field << 3 | 2)) + HEX.toHexDigits((byte) (content.length() / 2)) + content;
    }

    private static AicoMessage parse(String hex) throws MalformedException {
        return AicoMessage.parse(HEX.parseHex(hex));
    }

    private static MessageMetadata metadata(Map<String, String> attributes) {
        return new MessageMetadata(
                "i", Instant.ofEpochSecond(1, 2), "s", new MessageMetadata.Kind("t", "1"), new TreeMap<>(attributes));
    }

    @Test
    void theBytesAreThoseOfTheFormat() throws MalformedException {
        var message = new AicoMessage(
                metadata(Map.of("k", "v", "e", "")), new AicoMessage.Payload("u", new byte[] {7}));
        String expected = hex(1, METADATA + hex(6, "0a0165") + hex(6, "0a016b" + "120176")) + hex(2, "0a0175" + "120107");
        assertThat(message.encode()).asHexString().isEqualToIgnoringCase(expected);
        assertThat(parse(expected)).isEqualTo(message);
    }

    @Test
    void aMessageMayHaveNoPayloadAndTimeZero() throws MalformedException {
        AicoMessage message = parse(hex(1, METADATA.replace("120408011002", "1200")));
        assertThat(message.payload()).isEqualTo(AicoMessage.Payload.NONE);
        assertThat(message.metadata().timestamp()).isEqualTo(Instant.EPOCH);
        assertThat(parse(HEX.formatHex(message.encode()))).isEqualTo(message);
    }

    @Test
    void fieldsOfLaterVersionsAreSkipped() throws MalformedException {
        // Numbers 7, 8, 9 and 100 as varint, 64 bits, bytes and 32 bits; also in the inner messages.
        String later = "3805" + "410102030405060708" + "4a0101" + "a50601020304";
        assertThat(parse(hex(1, METADATA + later) + later)).isEqualTo(new AicoMessage(metadata(Map.of()), AicoMessage.Payload.NONE));
    }

    @Test
    void unknownFieldsAreBounded() throws MalformedException {
        parse(hex(1, METADATA) + "3805".repeat(ProtobufReader.MAX_UNKNOWN_FIELDS));
        assertThatThrownBy(() -> parse(hex(1, METADATA) + "3805".repeat(ProtobufReader.MAX_UNKNOWN_FIELDS + 1)))
                .isInstanceOf(MalformedException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "'', no metadata",
        "0a00, empty metadata",
        "08, varint cut",
        "00, field number zero",
        "0b, group",
        "0c, end of group",
        "0e, wire type 6",
        "0a05, longer than the message",
        "0affffffffffffffffff01, length above all",
        "3885808000, varint not shortest",
        "38ffffffffffffffffff02, varint above 64 bits",
        "38ffffffffffffffffffff01, varint of eleven bytes",
        "4100, 64 bits cut",
        "a50600, 32 bits cut"
    })
    void bytesThatAreNoMessageAreRefused(String rest, String why) throws MalformedException {
        parse(hex(1, METADATA));
        String whole = rest.startsWith("0a") || rest.isEmpty() ? rest : hex(1, METADATA) + rest;
        assertThatThrownBy(() -> parse(whole)).as(why).isInstanceOf(MalformedException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "0a0169" + "0a0169" + "120408011002" + "1a0173",
        "0a0169" + "120408011002" + "1a0173" + "1a0174",
        "0a0169" + "120408011002" + "120408011002" + "1a0173",
        "120408011002" + "1a0173",
        "0a0169" + "120408011002",
        "0a0169" + "1a0173",
        "0a01ff" + "120408011002" + "1a0173",
        "0801" + "120408011002" + "1a0173",
        "0a0169" + "1006" + "1a0173",
        "0a0169" + "12060801108094ebdc03" + "1a0173",
        "0a0169" + "120b08ffffffffffffffffff01" + "1a0173",
        "0a0169" + "1207088083d1ffaf07" + "1a0173",
        "0a0169" + "120408010801" + "1a0173",
        "0a0169" + "120408011002" + "1a0173" + "32030a0161" + "32030a0161",
        "0a0169" + "120408011002" + "1a0173" + "32060a01610a0161"
    })
    void metadataTwiceAbsentOrWrongIsRefused(String metadata) {
        assertThatThrownBy(() -> parse(hex(1, metadata))).isInstanceOf(MalformedException.class);
    }

    @Test
    void metadataOrPayloadTwiceIsRefused() {
        assertThatThrownBy(() -> parse(hex(1, METADATA) + hex(1, METADATA))).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> parse(hex(1, METADATA) + "1200" + "1200")).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> parse(hex(1, METADATA) + hex(2, "0a0175" + "0a0175"))).isInstanceOf(MalformedException.class);
    }

    @Test
    void everyTextIsBounded() {
        new MessageMetadata("i".repeat(128), Instant.EPOCH, "s".repeat(63), new MessageMetadata.Kind("t".repeat(200), "v".repeat(32)),
                new TreeMap<>(Map.of("k".repeat(64), "v".repeat(1_024))));
        var kind = new MessageMetadata.Kind("t", "1");
        for (Runnable tooLong : new Runnable[] {
            () -> new MessageMetadata("i".repeat(129), Instant.EPOCH, "s", kind, new TreeMap<>()),
            () -> new MessageMetadata("i", Instant.EPOCH, "s".repeat(64), kind, new TreeMap<>()),
            () -> new MessageMetadata.Kind("t".repeat(201), "1"),
            () -> new MessageMetadata.Kind("t", "1".repeat(33)),
            () -> metadata(Map.of("k".repeat(65), "v")),
            () -> metadata(Map.of("k", "v".repeat(1_025))),
            () -> new AicoMessage.Payload("u".repeat(257), new byte[0]),
            () -> new MessageMetadata("i", Instant.ofEpochSecond(-1), "s", kind, new TreeMap<>()),
            () -> new MessageMetadata("i", Instant.ofEpochSecond(MessageMetadata.MAX_SECONDS + 1), "s", kind, new TreeMap<>())
        }) {
            assertThatIllegalArgumentException().isThrownBy(tooLong::run);
        }
    }

    @Test
    void attributesAreBounded() throws MalformedException {
        var attributes = new TreeMap<String, String>();
        for (int i = 0; i < MessageMetadata.MAX_ATTRIBUTES; i++) {
            attributes.put("k" + i, "v");
        }
        byte[] most = new AicoMessage(metadata(attributes), AicoMessage.Payload.NONE).encode();
        assertThat(AicoMessage.parse(most).metadata().attributes()).hasSize(MessageMetadata.MAX_ATTRIBUTES);
        attributes.put("one", "more");
        assertThatIllegalArgumentException().isThrownBy(() -> metadata(attributes));
        String more = METADATA;
        for (int i = 0; i <= MessageMetadata.MAX_ATTRIBUTES; i++) {
            more += "32030a01" + HEX.toHexDigits((byte) (32 + i));
        }
        byte[] inner = HEX.parseHex(more);
        byte[] whole = new ProtobufWriter().message(1, inner).toBytes();
        assertThatThrownBy(() -> AicoMessage.parse(whole)).isInstanceOf(MalformedException.class);
    }

    @Test
    void noMutationDoesMoreThanParseOrBeRefused() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        byte[] good = new AicoMessage(metadata(Map.of("k", "v")), new AicoMessage.Payload("u", new byte[40])).encode();
        for (int i = 0; i < 20_000; i++) {
            byte[] bad = Arrays.copyOf(good, random.nextInt(good.length + 1));
            for (int flips = random.nextInt(4); flips >= 0 && bad.length > 0; flips--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            }
            try {
                AicoMessage parsed = AicoMessage.parse(bad);
                assertThat(AicoMessage.parse(parsed.encode())).as("seed %d", seed).isEqualTo(parsed);
            } catch (MalformedException _) {
                // Refused, as it may be.
            }
        }
    }
}
