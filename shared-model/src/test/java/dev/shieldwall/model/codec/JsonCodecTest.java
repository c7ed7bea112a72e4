package dev.shieldwall.model.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonCodecTest {

    private static final JsonCodec<Shapes.Number> NUMBER = JsonCodec.of(Shapes.Number.class);
    private static final JsonCodec<Shapes.Text> TEXT = JsonCodec.of(Shapes.Text.class);
    private static final JsonCodec<Shapes.Holder> HOLDER = JsonCodec.of(Shapes.Holder.class);

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static <T> String written(JsonCodec<T> codec, T value) {
        return new String(codec.encode(value), StandardCharsets.UTF_8);
    }

    private static void refused(JsonCodec<?> codec, String text) {
        refused(codec, utf8(text));
    }

    private static void refused(JsonCodec<?> codec, byte[] bytes) {
        assertThatThrownBy(() -> codec.decode(bytes)).isInstanceOf(MalformedException.class);
    }

    @Test
    void everythingIsWrittenInDeclaredOrderWithoutWhitespace() {
        var map = new TreeMap<String, String>();
        map.put("b", "2");
        map.put("a", "1");
        var all = new Shapes.All(
                "t", 9_007_199_254_740_991L, -1, true, Bytes.of((byte) 0xfb, (byte) 0xff), Shapes.Colour.DEEP_BLUE,
                List.of(new Shapes.Circle(1), new Shapes.Square(new Shapes.Even(2), null)), map, null);
        assertThat(written(JsonCodec.of(Shapes.All.class), all))
                .isEqualTo("{\"text\":\"t\",\"big\":9007199254740991,\"small\":-1,\"flag\":true,\"bytes\":\"-_8\","
                        + "\"colour\":\"deep-blue\",\"shapes\":[{\"type\":\"circle\",\"r\":1},"
                        + "{\"type\":\"square\",\"side\":2}],\"map\":{\"a\":\"1\",\"b\":\"2\"}}");
    }

    @Test
    void onlyWhatMustBeEscapedIsEscapedAndInOneWay() throws Exception {
        var text = new Shapes.Text("\"\\/\b\t\n\f\r\u0000\u001f\u007f\u00e9\u2028\ud83d\ude00");
        assertThat(written(TEXT, text))
                .isEqualTo("{\"s\":\"\\\"\\\\/\\b\\t\\n\\f\\r\\u0000\\u001f\u007f\u00e9\u2028\ud83d\ude00\"}");
        assertThat(TEXT.decodeCanonical(TEXT.encode(text))).isEqualTo(text);
    }

    @Test
    void aMapIsWrittenInOneOrderWhateverItsComparator() {
        var backwards = new TreeMap<String, String>(Comparator.reverseOrder());
        backwards.put("a", "1");
        backwards.put("b", "2");
        assertThat(written(JsonCodec.of(Shapes.Names.class), new Shapes.Names(backwards)))
                .isEqualTo("{\"m\":{\"a\":\"1\",\"b\":\"2\"}}");
    }

    @Test
    void anyOrderAndAnyWhitespaceIsReadAndIsNotCanonical() throws Exception {
        byte[] loose = utf8(" {\t\"shape\" :\r\n{ \"side\":2 , \"colour\":\"red\",\"type\":\"square\"} } ");
        assertThat(HOLDER.decode(loose).shape())
                .isEqualTo(new Shapes.Square(new Shapes.Even(2), Shapes.Colour.RED));
        assertThatThrownBy(() -> HOLDER.decodeCanonical(loose)).isInstanceOf(MalformedException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{\"n\":1} ", " {\"n\":1}", "{ \"n\":1}", "{\"n\" :1}", "{\"n\":1}\n", "{\"\\u006e\":1}"
    })
    void otherSpellingsOfAValueAreNotCanonical(String json) throws Exception {
        assertThat(NUMBER.decode(utf8(json))).isEqualTo(new Shapes.Number(1));
        assertThatThrownBy(() -> NUMBER.decodeCanonical(utf8(json))).isInstanceOf(MalformedException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "-1", "9007199254740991", "-9007199254740991"})
    void integersUpTo53BitsAreRead(String number) throws Exception {
        assertThat(NUMBER.decodeCanonical(utf8("{\"n\":" + number + "}")).n()).isEqualTo(Long.parseLong(number));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "9007199254740992", "-9007199254740992", "9223372036854775808", "18446744073709551616", "-0", "00", "01", "-01",
        "+1", "1.0", "1.", ".5", "1e0", "1E0", "1e-1", "0x10", "NaN", "Infinity", "-", "1_0", "\"1\"", "null", "true",
        "[1]", "{}", "", "1,", "1 1", "\uff11"
    })
    void noOtherNumberIsRead(String number) {
        refused(NUMBER, "{\"n\":" + number + "}");
    }

    @Test
    void aThousandDigitsAreRefusedAsTooManyAndNotParsed() {
        refused(NUMBER, "{\"n\":" + "9".repeat(100_000) + "}");
        refused(NUMBER, "{\"n\":" + "0".repeat(100_000) + "}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2147483648", "-2147483649"})
    void anIntHas32Bits(String number) {
        refused(JsonCodec.of(Shapes.Whole.class), "{\"n\":" + number + "}");
    }

    @Test
    void integersThatOthersCannotKeepAreNotWritten() {
        for (long n : new long[] {1L << 53, -(1L << 53), Long.MAX_VALUE, Long.MIN_VALUE}) {
            assertThatIllegalArgumentException().isThrownBy(() -> NUMBER.encode(new Shapes.Number(n)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{\"n\":1,\"n\":1}", "{\"n\":1,\"\\u006e\":1}", "{\"n\":1,\"m\":2}", "{}", "{\"N\":1}", "{\"n\":1}{\"n\":1}",
        "{\"n\":1}}", "{\"n\":1},", "{\"n\":1", "{\"n\":", "{\"n\"", "{", "", " ", "[]", "1", "\"n\"", "null", "{n:1}",
        "{'n':1}", "{\"n\":1,}", "{,\"n\":1}", "{\"n\":1}//", "/**/{\"n\":1}", "{\"n\":1}\u0000", "#\n{\"n\":1}",
        "{\"n\":1,null:1}", "{\"type\":\"number\",\"n\":1}", "\u00a0{\"n\":1}", "\u001e{\"n\":1}", "{\"n\"=1}"
    })
    void anythingButTheMembersOfTheRecordOnceIsRefused(String json) {
        refused(NUMBER, json);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "\"\\ud83d\"", "\"\\ude00\"", "\"\\ude00\\ud83d\"", "\"\\ud83dx\"", "\"\\ud83d\\ud83d\\ude00\"", "\"a\nb\"",
        "\"a\tb\"", "\"\u0000\"", "\"\\x41\"", "\"\\u12\"", "\"\\u12g4\"", "\"\\'\"", "'a'", "\"a", "a", "1", "null"
    })
    void textIsWholeCharactersInStrictEscapes(String literal) {
        refused(TEXT, "{\"s\":" + literal + "}");
    }

    @Test
    void halfSurrogatePairsInMemberNamesAreRefused() {
        refused(JsonCodec.of(Shapes.Names.class), "{\"m\":{\"\\ud800\":\"\"}}");
    }

    @Test
    void textWithHalfASurrogatePairIsNotWritten() {
        assertThatIllegalArgumentException().isThrownBy(() -> TEXT.encode(new Shapes.Text("a\ud83d")));
        assertThatIllegalArgumentException().isThrownBy(() -> TEXT.encode(new Shapes.Text("\ude00\ud83d")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"c0af", "e08080", "eda080", "eda0bdedb880", "f4908080", "f8888080", "80", "c3", "ff", "fffe"})
    void bytesThatAreNotUtf8AreRefused(String hex) {
        byte[] middle = Bytes.ofHex(hex).toArray();
        byte[] json = new byte[utf8("{\"s\":\"\"}").length + middle.length];
        System.arraycopy(utf8("{\"s\":\""), 0, json, 0, 6);
        System.arraycopy(middle, 0, json, 6, middle.length);
        System.arraycopy(utf8("\"}"), 0, json, 6 + middle.length, 2);
        refused(TEXT, json);
    }

    @Test
    void otherEncodingsAndByteOrderMarksAreRefused() {
        String json = "{\"n\":1}";
        refused(NUMBER, "\ufeff" + json);
        refused(NUMBER, json.getBytes(StandardCharsets.UTF_16));
        refused(NUMBER, json.getBytes(StandardCharsets.UTF_16LE));
        refused(NUMBER, json.getBytes(StandardCharsets.UTF_16BE));
        refused(NUMBER, json.getBytes(StandardCharsets.UTF_32LE));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "\"AA=\"", "\"AA==\"", "\"AB\"", "\"A\"", "\"+/8\"", "\"A A\"", "\"AA\\n\"", "\"AAA=\"", "\"\u00c4AA\"", "1"
    })
    void bytesHaveOneSpelling(String literal) {
        refused(JsonCodec.of(Shapes.Blob.class), "{\"b\":" + literal + "}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"DEEP_BLUE\"", "\"deep_blue\"", "\"deep-Blue\"", "\"\"", "0", "\"green\""})
    void anEnumHasItsNamesAndNoOthers(String literal) {
        refused(JsonCodec.of(Shapes.Painted.class), "{\"c\":" + literal + "}");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{\"r\":1}", "{\"type\":\"disc\",\"r\":1}", "{\"type\":1,\"r\":1}", "{\"type\":\"circle\"}",
        "{\"type\":\"square\",\"r\":1}", "{\"type\":\"circle\",\"type\":\"circle\",\"r\":1}", "[\"circle\"]", "null",
        "{\"type\":\"square\",\"side\":2,\"colour\":null}", "{\"type\":\"square\",\"side\":3}",
        "{\"type\":\"square\",\"side\":{\"value\":2}}", "{\"type\":\"group\",\"members\":[{\"r\":1}],\"id\":\"\"}"
    })
    void aVariantIsNamedAndHasItsOwnMembers(String shape) {
        refused(HOLDER, "{\"shape\":" + shape + "}");
    }

    @Test
    void aVariantByItselfHasItsTypeToo() throws Exception {
        JsonCodec<Shapes.Circle> circle = JsonCodec.of(Shapes.Circle.class);
        assertThat(circle.decodeCanonical(utf8("{\"type\":\"circle\",\"r\":1}"))).isEqualTo(new Shapes.Circle(1));
        refused(circle, "{\"type\":\"square\",\"r\":1}");
        refused(circle, "{\"r\":1}");
    }

    @Test
    void refusalsNameThePlace() {
        assertThatThrownBy(() -> HOLDER.decode(utf8(
                        "{\"shape\":{\"type\":\"group\",\"id\":\"\",\"members\":[{\"type\":\"circle\",\"r\":1},"
                                + "{\"type\":\"circle\",\"r\":\"1\"}]}}")))
                .isInstanceOf(MalformedException.class)
                .hasMessage("shape.members[1].r is not an integer");
        assertThatThrownBy(() -> HOLDER.decode(utf8("{\"shape\":{\"type\":\"square\",\"side\":3}}")))
                .hasMessage("shape.side is refused: odd");
    }

    @Test
    void aFaultInAConstructorIsARefusalToo() {
        refused(JsonCodec.of(Shapes.Faulty.class), "{\"l\":[]}");
    }

    @Test
    void sixteenLevelsAreReadAndSeventeenAreNot() {
        String sixteen = "{\"n\":" + "[".repeat(15) + "]".repeat(15) + "}";
        String seventeen = "{\"n\":" + "[".repeat(16) + "]".repeat(16) + "}";
        assertThatThrownBy(() -> NUMBER.decode(utf8(sixteen))).hasMessageContaining("not an integer");
        assertThatThrownBy(() -> NUMBER.decode(utf8(seventeen))).hasMessageContaining("too deep");
        assertThatThrownBy(() -> NUMBER.decode(utf8("{\"n\":" + "{\"a\":".repeat(100_000))))
                .hasMessageContaining("too deep");
    }

    @Test
    void inputHasABound() throws Exception {
        int room = JsonCodec.MAX_BYTES - utf8("{\"s\":\"\"}").length;
        assertThat(TEXT.decode(utf8("{\"s\":\"" + "a".repeat(room) + "\"}")).s()).hasSize(room);
        assertThatThrownBy(() -> TEXT.decode(utf8("{\"s\":\"" + "a".repeat(room + 1) + "\"}")))
                .isInstanceOf(MalformedException.class).hasMessageContaining("longer");
    }

    @Test
    void memberNamesHaveABound() throws Exception {
        JsonCodec<Shapes.Names> names = JsonCodec.of(Shapes.Names.class);
        assertThat(names.decode(utf8("{\"m\":{\"" + "a".repeat(256) + "\":\"\"}}")).m()).hasSize(1);
        refused(names, "{\"m\":{\"" + "a".repeat(257) + "\":\"\"}}");
        refused(names, "{\"m\":{\"" + "a".repeat(100_000) + "\":\"\"}}");
    }

    @Test
    void aMissingComponentIsNotWritten() {
        assertThatIllegalArgumentException().isThrownBy(() -> HOLDER.encode(nothing()));
    }

    @SuppressWarnings("NullAway")
    private static Shapes.Holder nothing() {
        return new Shapes.Holder(null);
    }

    @Test
    void everyTruncationIsRefused() {
        byte[] json = HOLDER.encode(new Shapes.Holder(new Shapes.Square(new Shapes.Even(2), Shapes.Colour.RED)));
        for (int length = 0; length < json.length; length++) {
            refused(HOLDER, Arrays.copyOf(json, length));
        }
    }
}
