package dev.shieldwall.transport.nacl.core;

import static dev.shieldwall.transport.nacl.core.NaclParties.CLIENT;
import static dev.shieldwall.transport.nacl.core.NaclParties.CLIENTS;
import static dev.shieldwall.transport.nacl.core.NaclParties.COMPATIBILITY;
import static dev.shieldwall.transport.nacl.core.NaclParties.NOON;
import static dev.shieldwall.transport.nacl.core.NaclParties.SERVER;
import static dev.shieldwall.transport.nacl.core.NaclParties.YOUNG;
import static dev.shieldwall.transport.nacl.core.NaclParties.bytes;
import static dev.shieldwall.transport.nacl.core.NaclParties.drawn;
import static dev.shieldwall.transport.nacl.core.NaclParties.field;
import static dev.shieldwall.transport.nacl.core.NaclParties.pair;
import static dev.shieldwall.transport.nacl.core.NaclParties.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** V0 to V3b of the reference, through what a host calls. */
class NaclVectorsTest {

    private static final byte[] NONCE = HexFormat.of().parseHex("101112131415161718191a1b1c1d1e1f2021222324252627");
    private static final byte[] OTHER_NONCE = new byte[24];
    private static final String HELLO = "{\"message\":\"hello\",\"n\":1}";
    private static final String SEALED_HELLO =
            "EBESExQVFhcYGRobHB0eHyAhIiMkJSYnWhM4MoOv9XzeRi1oqBqTAdeqaHFReX589qVechLrJiZBPuyOWPHolvM=";

    private static Draw clients(byte[] nonce) {
        return drawn(0x40, 0xa5, nonce);
    }

    private static Draw servers(byte[] nonce) {
        return drawn(0x60, 0x5a, nonce);
    }

    private static String hexOf(byte[] body, String name) {
        return HexFormat.of().formatHex(Base64.getDecoder().decode(field(body, name)));
    }

    @Test
    void theKeysAndTheClientIdAreThoseOfV0() {
        assertThat(ClientId.of(CLIENT.key())).hasToString("03a107bff3ce10be");
        assertThat(HexFormat.of().formatHex(SERVER.key().bytes()))
                .isEqualTo("29acbae141bccaf0b22e1a94d34d0bc7361e526d0bfe12c89794bc9322966dd7");
    }

    @Test
    void theRequestHasTheKeysOfV0AndTheSignatureOfV1() {
        byte[] request = NaclParties.client().request(clients(NONCE), NOON);
        assertThat(hexOf(request, "identity_key"))
                .isEqualTo("03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8");
        assertThat(hexOf(request, "public_key"))
                .isEqualTo("79a631eede1bf9c98f12032cdeadd0e7a079398fc786b88cc846ec89af85a51a");
        assertThat(hexOf(request, "challenge")).isEqualTo("a5".repeat(32));
        assertThat(hexOf(request, "signature")).isEqualTo("e94830c26d593f5192e07ec128b31a74aba485fdfa416ec6c0dc442e80b008ca"
                + "d14441c64bb5a7622344daebe9979cf03145eff83a704c619efc7ce6a65eac0e");
        assertThat(field(request, "timestamp")).isEqualTo("1735689600.000");
        assertThat(field(request, "component")).isEqualTo("flutter_client");
    }

    @Test
    void theAnswerHasTheKeysOfV0AndTheSignatureOfV1() throws NaclRefusedException {
        var server = new NaclServerHandshake(COMPATIBILITY, SERVER, CLIENTS);
        var admitted = server.admit(NaclParties.client().request(clients(NONCE), NOON), NOON);
        byte[] answer = server.answer(admitted, servers(NONCE), NOON).answer();
        assertThat(text(answer)).startsWith("{\"status\":\"session_established\",\"handshake_response\":{\"component\":\"backend\"");
        assertThat(hexOf(answer, "public_key"))
                .isEqualTo("675dd574ed7789310b3d2e7681f3790b466c773b1521fecf36577958371ea52f");
        assertThat(hexOf(answer, "signature")).isEqualTo("1588d439e5d2163c654207fa9639d26e4ff9bada9ab360dc8902c07931be5232"
                + "e77bf58a7e433556b40b86c4429cf4459b7b237a6e31d0b354aeea3b46b0c90b");
    }

    /** Which holds only if the key is V2's. */
    @Test
    void eitherSideSealsAsV3AndTheOtherOpensIt() throws NaclRefusedException {
        var asking = pair(COMPATIBILITY, clients(NONCE), servers(OTHER_NONCE));
        byte[] request = new SealedRequest(ClientId.of(CLIENT.key()), asking.client().seal(bytes(HELLO), YOUNG)).encode();
        assertThat(text(request)).isEqualTo(
                "{\"encrypted\":true,\"payload\":\"" + SEALED_HELLO + "\",\"client_id\":\"03a107bff3ce10be\"}");
        assertThat(text(asking.server().open(SealedRequest.parse(request).sealed(), YOUNG))).isEqualTo(HELLO);

        var answering = pair(COMPATIBILITY, clients(OTHER_NONCE), servers(NONCE));
        byte[] answer = new SealedAnswer(answering.server().seal(bytes(HELLO), YOUNG)).encode();
        assertThat(text(answer)).isEqualTo(
                "{\"encrypted\":true,\"payload\":\"" + SEALED_HELLO + "\",\"encryption\":\"xchacha20poly1305\"}");
        assertThat(text(answering.client().open(SealedAnswer.parse(answer).sealed(), YOUNG))).isEqualTo(HELLO);
    }

    @Test
    void anEmptyObjectIsSealedAsV3b() throws NaclRefusedException {
        var pair = pair(COMPATIBILITY, clients(NONCE), servers(OTHER_NONCE));
        assertThat(HexFormat.of().formatHex(pair.client().seal(bytes("{}"), YOUNG)))
                .isEqualTo("101112131415161718191a1b1c1d1e1f2021222324252627094c4cf1d1c6a203ccddb73fbf237ac8d7f5");
    }
}
