package dev.shieldwall.transport.call.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BinaryHttpTest {

    private static final CallRequest READ = new CallRequest(
            "GET", "gateway", "/v1/identities?id=a%2Fb&limit=3", List.of(new Field("accept", "a/b, c/d")), new byte[0]);

    private static byte[] bytes(Object... parts) {
        var out = new ByteArrayOutputStream();
        for (Object part : parts) {
            if (part instanceof String text) {
                out.write(text.length());
                out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
            } else {
                out.write((Integer) part);
            }
        }
        return out.toByteArray();
    }

    /** RFC 9292 section 3.1, by hand; all numbers are below 64, so each is its one byte. */
    @Test
    void aRequestIsWrittenAsTheRfcSays() throws Exception {
        var request = new CallRequest(
                "POST", "gateway", "/v1/x", List.of(new Field("accept", "*/*")), "{}".getBytes(StandardCharsets.US_ASCII));
        byte[] expected = bytes(0, "POST", "https", "gateway", "/v1/x", 11, "accept", "*/*", "{}", 0);

        assertThat(BinaryHttp.encode(request)).isEqualTo(expected);
        assertThat(BinaryHttp.request(expected)).usingRecursiveComparison().isEqualTo(request);
    }

    @Test
    void aResponseIsWrittenAsTheRfcSays() throws Exception {
        var response = new CallResponse(200, List.of(new Field("etag", "\"1\"")), "ok".getBytes(StandardCharsets.US_ASCII));
        byte[] expected = bytes(1, 0x40, 200, 9, "etag", "\"1\"", "ok", 0);

        assertThat(BinaryHttp.encode(response)).isEqualTo(expected);
        assertThat(BinaryHttp.response(expected)).usingRecursiveComparison().isEqualTo(response);
    }

    @Test
    void whatIsEmptyAtTheEndMayBeLeftOutAndZerosMayFollow() throws Exception {
        byte[] head = bytes(0, "GET", "https", "gateway", "/v1/x");
        for (int zeros = 0; zeros < 5; zeros++) {
            CallRequest read = BinaryHttp.request(Arrays.copyOf(head, head.length + zeros));
            assertThat(read.content()).isEmpty();
            assertThat(read.fields()).isEmpty();
        }
    }

    @Test
    void numbersOfEveryLengthAreRead() throws Exception {
        for (int size : new int[] {0, 63, 64, 16_383, 16_384, 1 << 20}) {
            var response = new CallResponse(599, List.of(), new byte[size]);
            assertThat(BinaryHttp.response(BinaryHttp.encode(response)).content()).hasSize(size);
        }
        byte[] long8 = bytes(1, 0xc0, 0, 0, 0, 0, 0, 0, 200, 0, 0, 0);
        assertThat(BinaryHttp.response(long8).status()).isEqualTo(200);
    }

    @Test
    void whatIsNoCallIsRefused() {
        refused(bytes());
        refused(bytes(2, "GET", "https", "gateway", "/v1/x", 0, 0, 0));
        refused(bytes(1, "GET", "https", "gateway", "/v1/x", 0, 0, 0));
        refused(bytes(0, "get", "https", "gateway", "/v1/x", 0, 0, 0));
        refused(bytes(0, "GET", "http", "gateway", "/v1/x", 0, 0, 0));
        refused(bytes(0, "GET", "https", "", "/v1/x", 0, 0, 0));
        refused(bytes(0, "GET", "https", "gateway", "v1/x", 0, 0, 0));
        refused(bytes(0, "GET", "https", "gateway", "/v1/ x", 0, 0, 0));
        refused(bytes(0, "GET", "https", "gateway", "/v1/x#y", 0, 0, 0));
        refused(bytes(0, "GET", "https", "gateway", "/v1/x", 6, "Abc", "x", 0, 0));
        refused(bytes(0, "GET", "https", "gateway", "/v1/x", 6, "abc", " ", 0, 0));
        refused(bytes(0, "GET", "https", "gateway", "/v1/x", 7, "abc", "x\n", 0, 0));
        refused(bytes(0, "GET", "https", "gateway", "/v1/x", 8, "abc", "x\r\ny", 0, 0));
        refused(bytes(0, "GET", "https", "gateway", "/v1/x", 5, "abc", "x", 0, 0));
        refused(bytes(0, "GET", "https", "gateway", "/v1/x", 0, 0, 6, "abc", "x"));
        refused(bytes(0, "GET", "https", "gateway", "/v1/x", 0, 0, 0, 1));
        refused(bytes(0, "GET", "https", "gateway", "/v1/x", 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff));
        assertThatThrownBy(() -> BinaryHttp.response(bytes(1, 0x40, 199, 0, 0, 0))).isInstanceOf(MalformedCallException.class);
        assertThatThrownBy(() -> BinaryHttp.response(bytes(1, 0x42, 0x58, 0, 0, 0))).isInstanceOf(MalformedCallException.class);
        assertThatThrownBy(() -> BinaryHttp.response(bytes(0, 0x40, 200, 0, 0, 0))).isInstanceOf(MalformedCallException.class);
    }

    private static void refused(byte[] message) {
        assertThatThrownBy(() -> BinaryHttp.request(message)).isInstanceOf(MalformedCallException.class);
    }

    @Test
    void thereAreAtMost64Fields() throws Exception {
        List<Field> most = IntStream.range(0, BinaryHttp.MAX_FIELDS).mapToObj(i -> new Field("f" + i, "x")).toList();
        assertThat(BinaryHttp.response(BinaryHttp.encode(new CallResponse(200, most, new byte[0]))).fields()).isEqualTo(most);

        var section = new CallWriter();
        for (int i = 0; i <= BinaryHttp.MAX_FIELDS; i++) {
            section.text("f" + i);
            section.text("x");
        }
        var more = new CallWriter();
        more.number(1);
        more.number(200);
        more.bytes(section.toBytes());
        assertThatThrownBy(() -> BinaryHttp.response(more.toBytes())).hasMessageContaining("64");
    }

    @Test
    void aBrokenMessageIsReadOrRefusedAndNothingElse() {
        byte[] good = BinaryHttp.encode(READ);
        var random = new Random(9292);
        for (int round = 0; round < 20_000; round++) {
            byte[] broken = Arrays.copyOf(good, random.nextInt(good.length + 4));
            for (int i = random.nextInt(4); i > 0 && broken.length > 0; i--) {
                broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
            }
            try {
                CallRequest read = BinaryHttp.request(broken);
                assertThat(BinaryHttp.request(BinaryHttp.encode(read))).usingRecursiveComparison().isEqualTo(read);
            } catch (MalformedCallException e) {
                assertThat(e).hasMessageNotContaining("null");
            }
        }
    }
}
