package dev.shieldwall.transport.asoc.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.crypto.hash.HashAlgorithm;
import dev.shieldwall.crypto.mac.Hmac;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Bytes that the reference implementation computed. */
class AsocVectorsTest {

    private static final ClusterKey KEY = ClusterKey.ofText("test-secret-key");
    private static final NodeId NODE = NodeId.parse("00112233-4455-6677-8899-aabbccddeeff");
    private static final int CHALLENGE = 0x12345678;
    private static final String HELLO = "010400000000000000000000002400112233445566778899aabbccddeeff"
            + "3cdd0b647355b0f521c22055c071e72e12345678";
    private static final String ACCEPT = "010500000000000000000000001001020304050607080ddf1774b5a3e8f7";
    private static final String DISCOVERY = "f069097ced1b3fc700112233445566778899aabbccddeeff2328677485801234567813adf52a"
            + "0e85f932221a1b734b17c48e";

    @Test
    void helloAndAccept() throws RefusedException {
        assertThat(hex(KEY.hello(NODE, CHALLENGE).frame())).isEqualTo(HELLO);
        assertThat(hex(KEY.accept(0x0102030405060708L).frame())).isEqualTo(ACCEPT);
        KEY.verify(Hello.read(payload(HELLO)));
        KEY.verify(Accept.read(payload(ACCEPT)));
    }

    @Test
    void anotherFormOfTheKeyFitsNothing() {
        assertThatThrownBy(() -> ClusterKey.ofText("test-secret-kez").verify(Hello.read(payload(HELLO))))
                .isInstanceOf(RefusedException.class).hasMessage("BAD_MAC");
    }

    @Test
    void dataAndEnd() {
        byte[] hello = "hello".getBytes(StandardCharsets.US_ASCII);
        assertThat(hex(FrameHeader.of(FrameType.DATA, 1, 0, 5).encode()) + hex(hello))
                .isEqualTo("010100000001000000000000000568656c6c6f");
        assertThat(hex(FrameHeader.of(FrameType.END, 1, 1, 0).encode())).isEqualTo("0102000000010000000100000000");
    }

    @Test
    void discovery() throws RefusedException {
        var announcement = new Announcement(new Community("test-cluster").hash(), NODE, 9000, 1_735_689_600L, CHALLENGE);
        assertThat(hex(KEY.announce(announcement))).isEqualTo(DISCOVERY);
        assertThat(KEY.readAnnouncement(bytes(DISCOVERY))).isEqualTo(announcement);
    }

    @Test
    void communities() {
        assertThat(HexFormat.of().toHexDigits(new Community("test-cluster").hash())).isEqualTo("f069097ced1b3fc7");
        assertThat(HexFormat.of().toHexDigits(new Community("my-cluster").hash())).isEqualTo("4cbfcec96cb0c037");
    }

    @Test
    void examplesOfTheDocumentsAsComputedNotAsPrinted() throws RefusedException {
        Hello hello = KEY.hello(NodeId.parse("a1b2c3d4-e5f6-0718-2930-a1b2c3d4e5f6"), CHALLENGE);
        assertThat(hex(hello.mac())).isEqualTo("8b6d98913a9f26e16ba09fadc8fb89d1");
        try (var hmac = new Hmac(HashAlgorithm.SHA_256, SecretBytes.copyOf(ascii("test-key")))) {
            assertThat(hex(hmac.tag(ascii("test-message"))))
                    .isEqualTo("f8c2bb87c17608c9038eab4e92ef2775e42629c939d6fd3390d42f80af6bb712");
        }
    }

    @Test
    void derivedClusterKey() throws RefusedException {
        try (SecretBytes master = SecretBytes.copyOf(ascii("master-secret-key"));
                ClusterKey derived = ClusterKey.derived(master, "production-cluster")) {
            var expected = new ClusterKey(SecretBytes.copyOf(
                    bytes("f05498ed025b27eeeb8c80262fd26433574780120c4f5eb525401ee5a5aa8592")));
            expected.verify(derived.hello(NODE, CHALLENGE));
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static ByteBuffer payload(String frame) {
        return ByteBuffer.wrap(bytes(frame)).position(FrameHeader.BYTES);
    }
}
