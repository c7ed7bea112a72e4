package dev.shieldwall.transport.nacl.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {

    private static JsonFields read(String json) throws NaclRefusedException {
        return JsonFields.parse(json.getBytes(StandardCharsets.ISO_8859_1), 1000);
    }

    private static void refused(String json) {
        assertThatExceptionOfType(NaclRefusedException.class).as(json).isThrownBy(() -> read(json)).withMessage("MALFORMED");
    }

    @Test
    void anObjectIsReadWhateverItsWhiteSpaceAndOrder() throws NaclRefusedException {
        JsonFields fields = read(" { \"a\" :\t\"x\" ,\r\n\"b\":{\"c\":true,\"d\":-1.5e+2},\"e\":{} } ");
        assertThat(fields.text("a")).isEqualTo("x");
        assertThat(fields.nested("b").number("d")).isEqualTo(-150);
        fields.nested("b").requireTrue("c");
        assertThat(fields.nested("e").hasOnly()).isTrue();
        assertThat(fields.hasOnly("e", "b", "a")).isTrue();
        assertThat(fields.hasOnly("a", "b")).isFalse();
        assertThat(fields.hasOnly("a", "b", "e", "f")).isFalse();
    }

    @Test
    void escapesAreUndone() throws NaclRefusedException {
        assertThat(read("{\"a\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\u00eF\"}").text("a")).isEqualTo("\"\\/\b\f\n\r\tA\u00ef");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", " ", "{", "}", "[]", "null", "true", "1", "\"a\"", "{a:1}", "{'a':1}", "{\"a\"}", "{\"a\":}", "{\"a\":1,}",
        "{,}", "{\"a\" 1}", "{\"a\":1 \"b\":1}", "{\"a\":[]}", "{\"a\":[1]}", "{\"a\":null}", "{\"a\":tru}",
        "{\"a\":TRUE}", "{\"a\":falsy}", "{\"a\":NaN}", "{\"a\":Infinity}", "{\"a\":+1}", "{\"a\":01}", "{\"a\":1.}",
        "{\"a\":.5}", "{\"a\":1e}", "{\"a\":0x1}", "{\"a\":1d}", "{\"a\":--1}", "{\"a\":1}x", "{\"a\":1}{}",
        "{\"a\":\"\n\"}", "{\"a\":\"\\x\"}", "{\"a\":\"\\u00g0\"}", "{\"a\":\"\\u00", "{\"a\":\"\\", "{\"a\":\"",
        "{\"a\":\"\u00e9\"}", "{\"a\":\"\u007f\"}", "{\"a\":1}\u00ff", "{\"a\":1}\u0000", "\u00ef\u00bb\u00bf{}"
    })
    void whatIsNoSuchObjectIsRefused(String json) {
        refused(json);
    }

    @Test
    void aNameThatComesTwiceIsRefused() {
        refused("{\"a\":1,\"a\":1}");
        refused("{\"a\":1,\"\\u0061\":2}");
        refused("{\"b\":{\"a\":1,\"a\":1}}");
    }

    @Test
    void anObjectHas8FieldsAtMost() throws NaclRefusedException {
        assertThat(read(fields(8)).number("7")).isEqualTo(7);
        refused(fields(9));
        assertThat(read("{\"a\":" + fields(8) + "}").nested("a").number("7")).isEqualTo(7);
        refused("{\"a\":" + fields(9) + "}");
    }

    private static String fields(int number) {
        return IntStream.range(0, number).mapToObj(i -> "\"" + i + "\":" + i).collect(Collectors.joining(",", "{", "}"));
    }

    @Test
    void objectsAreTwoDeepAtMost() throws NaclRefusedException {
        assertThat(read("{\"a\":{\"b\":1}}").nested("a").number("b")).isOne();
        refused("{\"a\":{\"b\":{}}}");
        refused("{\"a\":".repeat(150));
    }

    @Test
    void aNumberHas32CharactersAtMost() throws NaclRefusedException {
        assertThat(read("{\"a\":" + "1".repeat(32) + "}").number("a")).isGreaterThan(1e31);
        refused("{\"a\":" + "1".repeat(33) + "}");
    }

    @Test
    void theSizeIsLookedAtBeforeTheContent() {
        byte[] full = new byte[1000];
        Arrays.fill(full, (byte) ' ');
        byte[] over = Arrays.copyOf(full, 1001);
        assertThatExceptionOfType(NaclRefusedException.class)
                .isThrownBy(() -> JsonFields.parse(full, 1000)).withMessage("MALFORMED");
        assertThatExceptionOfType(NaclRefusedException.class)
                .isThrownBy(() -> JsonFields.parse(over, 1000)).withMessage("TOO_LARGE");
    }

    @Test
    void aFieldOfAnotherFormIsRefused() throws NaclRefusedException {
        JsonFields fields = read("{\"text\":\"x\",\"number\":1,\"false\":false,\"nested\":{}}");
        assertThatExceptionOfType(NaclRefusedException.class).isThrownBy(() -> fields.text("number"));
        assertThatExceptionOfType(NaclRefusedException.class).isThrownBy(() -> fields.number("text"));
        assertThatExceptionOfType(NaclRefusedException.class).isThrownBy(() -> fields.nested("text"));
        assertThatExceptionOfType(NaclRefusedException.class).isThrownBy(() -> fields.requireTrue("false"));
        assertThatExceptionOfType(NaclRefusedException.class).isThrownBy(() -> fields.requireTrue("text"));
        assertThatExceptionOfType(NaclRefusedException.class).isThrownBy(() -> fields.text("absent"));
    }

    @Test
    void base64HasOneForm() throws NaclRefusedException {
        assertThat(read("{\"a\":\"+/8=\"}").bytes("a")).containsExactly(0xfb, 0xff);
        assertThat(read("{\"a\":\"\"}").bytes("a", 0)).isEmpty();
        for (String other : new String[] {"+/8", "-_8=", "+/9=", "+/8= ", "+/8==", "+", "\\u012b/8="}) {
            assertThatExceptionOfType(NaclRefusedException.class)
                    .as(other)
                    .isThrownBy(() -> read("{\"a\":\"" + other + "\"}").bytes("a"));
        }
        assertThatExceptionOfType(NaclRefusedException.class).isThrownBy(() -> read("{\"a\":\"+/8=\"}").bytes("a", 1));
        assertThatExceptionOfType(NaclRefusedException.class).isThrownBy(() -> read("{\"a\":\"+/8=\"}").bytes("a", 3));
    }
}
