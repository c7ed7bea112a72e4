package dev.shieldwall.model.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shieldwall.crypto.signature.Ed25519Signer;
import dev.shieldwall.crypto.signature.SignatureRejectedException;
import dev.shieldwall.crypto.signature.SigningContext;
import dev.shieldwall.model.Samples;
import dev.shieldwall.model.TestMesh;
import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.codec.JsonCodec;
import dev.shieldwall.model.codec.MalformedException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The compact JWS around a command; what may stand in the payload is in vectors/command-json.json. */
class CommandJwsTest {

    private static final int MAX = 65_536;
    private static final Ed25519Signer SIGNER = TestMesh.signer(200);
    private static final String KEY_ID = SIGNER.publicKey().thumbprint();
    private static final CommandPayload PAYLOAD = Samples.payload(Samples.commands().getLast());
    private static final String PAYLOAD_JSON =
            new String(JsonCodec.of(CommandPayload.class).encode(PAYLOAD), StandardCharsets.UTF_8);
    private static final String HEADER_JSON =
            "{\"alg\":\"EdDSA\",\"kid\":\"" + KEY_ID + "\",\"typ\":\"shieldwall-command+jws\"}";

    private static String base64Url(String text) {
        return Bytes.of(text.getBytes(StandardCharsets.UTF_8)).toBase64Url();
    }

    private static String signed(String header, String payload) {
        String input = base64Url(header) + "." + base64Url(payload);
        byte[] bytes = input.getBytes(StandardCharsets.US_ASCII);
        return input + "." + Bytes.of(SIGNER.sign(SigningContext.JWS, bytes)).toBase64Url();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static SignedCommand parse(String jws) throws MalformedException {
        return CommandJws.parse(ascii(jws), MAX);
    }

    private static void refused(String jws) {
        assertThatThrownBy(() -> parse(jws)).as(jws).isInstanceOf(MalformedException.class);
    }

    private static final String GOOD = signed(HEADER_JSON, PAYLOAD_JSON);

    @Test
    void aCommandIsReadAsItWasSigned() throws Exception {
        SignedCommand command = parse(GOOD);
        assertThat(command.payload()).isEqualTo(PAYLOAD);
        assertThat(command.keyId()).isEqualTo(KEY_ID);
        assertThat(command.jws()).isEqualTo(Bytes.of(ascii(GOOD)));
        assertThat(command.jwsHash()).isEqualTo(Hash.sha256(ascii(GOOD)));
        command.verify(SIGNER.publicKey());
    }

    @Test
    void whatIsAssembledIsWhatIsRead() throws Exception {
        byte[] input = CommandJws.signingInput(KEY_ID, PAYLOAD);
        byte[] jws = CommandJws.assemble(input, SIGNER.sign(SigningContext.JWS, input));
        assertThat(jws).isEqualTo(ascii(GOOD));
        assertThatIllegalArgumentException().isThrownBy(() -> CommandJws.assemble(input, new byte[63]));
        assertThatIllegalArgumentException().isThrownBy(() -> CommandJws.signingInput("key", PAYLOAD));
    }

    @Test
    void anotherKeyAndAnotherNameOfTheKeyAreRefused() throws Exception {
        SignedCommand command = parse(GOOD);
        assertThatThrownBy(() -> command.verify(TestMesh.signer(201).publicKey()))
                .isInstanceOf(SignatureRejectedException.class);
        String othersName = TestMesh.signer(201).publicKey().thumbprint();
        SignedCommand misnamed = parse(signed(HEADER_JSON.replace(KEY_ID, othersName), PAYLOAD_JSON));
        assertThatThrownBy(() -> misnamed.verify(SIGNER.publicKey())).isInstanceOf(SignatureRejectedException.class);
        assertThatThrownBy(() -> misnamed.verify(TestMesh.signer(201).publicKey()))
                .isInstanceOf(SignatureRejectedException.class);
    }

    @Test
    void aCommandChangedInAnySingleByteIsRefused() {
        byte[] jws = ascii(GOOD);
        for (int at = 0; at < jws.length; at++) {
            byte original = jws[at];
            for (byte value : ascii("AQgw.=-_ 0")) {
                if (value == original) {
                    continue;
                }
                jws[at] = value;
                byte[] changed = jws.clone();
                assertThatThrownBy(() -> CommandJws.parse(changed, MAX).verify(SIGNER.publicKey()))
                        .isInstanceOfAny(MalformedException.class, SignatureRejectedException.class);
            }
            jws[at] = original;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{\"alg\":\"EdDSA\",\"kid\":\"K\",\"typ\":\"shieldwall-command+jws\",\"crit\":[\"exp\"]}",
        "{\"alg\":\"EdDSA\",\"crit\":[],\"kid\":\"K\",\"typ\":\"shieldwall-command+jws\"}",
        "{\"alg\":\"EdDSA\",\"b64\":false,\"kid\":\"K\",\"typ\":\"shieldwall-command+jws\"}",
        "{\"alg\":\"EdDSA\",\"b64\":true,\"crit\":[\"b64\"],\"kid\":\"K\",\"typ\":\"shieldwall-command+jws\"}",
        "{\"alg\":\"EdDSA\",\"jwk\":{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"\"},\"kid\":\"K\",\"typ\":\"shieldwall-command+jws\"}",
        "{\"alg\":\"EdDSA\",\"jku\":\"http://127.0.0.1/\",\"kid\":\"K\",\"typ\":\"shieldwall-command+jws\"}",
        "{\"alg\":\"EdDSA\",\"x5c\":[],\"kid\":\"K\",\"typ\":\"shieldwall-command+jws\"}",
        "{\"alg\":\"EdDSA\",\"zip\":\"DEF\",\"kid\":\"K\",\"typ\":\"shieldwall-command+jws\"}",
        "{\"alg\":\"EdDSA\",\"cty\":\"json\",\"kid\":\"K\",\"typ\":\"shieldwall-command+jws\"}",
        "{\"alg\":\"none\",\"kid\":\"K\",\"typ\":\"shieldwall-command+jws\"}",
        "{\"alg\":\"HS256\",\"kid\":\"K\",\"typ\":\"shieldwall-command+jws\"}",
        "{\"alg\":\"Ed25519\",\"kid\":\"K\",\"typ\":\"shieldwall-command+jws\"}",
        "{\"alg\":\"eddsa\",\"kid\":\"K\",\"typ\":\"shieldwall-command+jws\"}",
        "{\"alg\":[\"EdDSA\"],\"kid\":\"K\",\"typ\":\"shieldwall-command+jws\"}",
        "{\"alg\":\"EdDSA\",\"alg\":\"EdDSA\",\"kid\":\"K\",\"typ\":\"shieldwall-command+jws\"}",
        "{\"alg\":\"none\",\"\\u0061lg\":\"EdDSA\",\"kid\":\"K\",\"typ\":\"shieldwall-command+jws\"}",
        "{\"alg\":\"EdDSA\",\"kid\":\"K\",\"typ\":\"JWT\"}",
        "{\"alg\":\"EdDSA\",\"kid\":\"K\",\"typ\":\"shieldwall-command-batch+jws\"}",
        "{\"alg\":\"EdDSA\",\"kid\":\"K\",\"typ\":\"SHIELDWALL-COMMAND+JWS\"}",
        "{\"alg\":\"EdDSA\",\"kid\":\"K\",\"typ\":null}",
        "{\"alg\":\"EdDSA\",\"kid\":\"K\"}",
        "{\"alg\":\"EdDSA\",\"typ\":\"shieldwall-command+jws\"}",
        "{\"kid\":\"K\",\"typ\":\"shieldwall-command+jws\"}",
        "{\"alg\":\"EdDSA\",\"kid\":\"\",\"typ\":\"shieldwall-command+jws\"}",
        "{\"alg\":\"EdDSA\",\"kid\":\"key-1\",\"typ\":\"shieldwall-command+jws\"}",
        "{\"alg\":\"EdDSA\",\"kid\":\"K=\",\"typ\":\"shieldwall-command+jws\"}",
        "{\"alg\":\"EdDSA\",\"kid\":\"KAAA\",\"typ\":\"shieldwall-command+jws\"}",
        "{\"alg\":\"EdDSA\",\"kid\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB\",\"typ\":\"shieldwall-command+jws\"}",
        "{\"alg\":\"EdDSA\",\"kid\":[\"K\"],\"typ\":\"shieldwall-command+jws\"}",
        "{\"alg\":\"EdDSA\",\"kid\":\"K\",\"typ\":\"shieldwall-command+jws\"}{}",
        "[]", "\"\"", "", "null", "\ufeff{\"alg\":\"EdDSA\",\"kid\":\"K\",\"typ\":\"shieldwall-command+jws\"}"
    })
    void aHeaderHasExactlyAlgKidAndTyp(String header) {
        String[] parts = GOOD.split("\\.", -1);
        refused(base64Url(header.replace("\"K", "\"" + KEY_ID)) + "." + parts[1] + "." + parts[2]);
    }

    @Test
    void aHeaderMayBeInAnyOrder() throws Exception {
        String other = "{ \"typ\":\"shieldwall-command+jws\", \"kid\":\"" + KEY_ID + "\", \"alg\":\"EdDSA\" }";
        parse(signed(other, PAYLOAD_JSON)).verify(SIGNER.publicKey());
    }

    @Test
    void aCommandHasThreeParts() {
        String[] parts = GOOD.split("\\.", -1);
        refused("");
        refused(".");
        refused("..");
        refused("...");
        refused(parts[0]);
        refused(parts[0] + "." + parts[1]);
        refused(parts[0] + "." + parts[1] + ".");
        refused(GOOD + ".");
        refused("." + GOOD);
        refused(GOOD + "." + parts[2]);
        refused(parts[0] + ".." + parts[2]);
        refused("." + parts[1] + "." + parts[2]);
        refused(parts[0] + ".." + parts[1] + "." + parts[2]);
        refused("{\"payload\":\"" + parts[1] + "\",\"protected\":\"" + parts[0] + "\",\"signature\":\"" + parts[2] + "\"}");
    }

    @Test
    void base64UrlHasOneSpelling() {
        String[] parts = GOOD.split("\\.", -1);
        for (int i = 0; i < 3; i++) {
            for (String spoiled : new String[] {
                parts[i] + "=", parts[i] + "==", parts[i] + "A", parts[i] + "\n", " " + parts[i], parts[i] + " ",
                parts[i].substring(0, 4) + "\r\n" + parts[i].substring(4), "+" + parts[i].substring(1),
                "/" + parts[i].substring(1), parts[i] + "\u0000", parts[i].substring(1), "%" + parts[i], parts[i] + "\u00e9"
            }) {
                String[] changed = parts.clone();
                changed[i] = spoiled;
                refused(String.join(".", changed));
            }
        }
    }

    @Test
    void strayBitsAreRefused() {
        // 64 bytes are 85 characters and two bits of the last one: four of its bits mean nothing and are zero.
        char last = GOOD.charAt(GOOD.length() - 1);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        int value = alphabet.indexOf(last);
        assertThat(value % 16).isZero();
        for (int stray = 1; stray < 16; stray++) {
            refused(GOOD.substring(0, GOOD.length() - 1) + alphabet.charAt(value + stray));
        }
    }

    @Test
    void aSignatureHas64Bytes() {
        String input = GOOD.substring(0, GOOD.lastIndexOf('.') + 1);
        for (int length : new int[] {0, 1, 32, 63, 65, 66, 96, 128}) {
            refused(input + Bytes.of(new byte[length]).toBase64Url());
        }
    }

    @Test
    void theSizeIsLookedAtFirst() throws Exception {
        byte[] jws = ascii(GOOD);
        assertThat(CommandJws.parse(jws, jws.length).payload()).isEqualTo(PAYLOAD);
        assertThatThrownBy(() -> CommandJws.parse(jws, jws.length - 1))
                .isInstanceOf(MalformedException.class).hasMessageContaining("longer than");
        assertThatThrownBy(() -> CommandJws.parse(new byte[MAX + 1], MAX)).hasMessageContaining("longer than");
    }

    @Test
    void aPayloadHasAtMost64KiB() throws Exception {
        int room = CommandJws.MAX_PAYLOAD_BYTES - PAYLOAD_JSON.length();
        String fits = signed(HEADER_JSON, PAYLOAD_JSON + " ".repeat(room));
        assertThat(CommandJws.parse(ascii(fits), 1 << 20).payload()).isEqualTo(PAYLOAD);
        for (int more : new int[] {1, 2, 3, 1000}) {
            String tooLong = signed(HEADER_JSON, PAYLOAD_JSON + " ".repeat(room + more));
            assertThatThrownBy(() -> CommandJws.parse(ascii(tooLong), 1 << 20))
                    .isInstanceOf(MalformedException.class).hasMessageContaining("the payload");
        }
    }

    @Test
    void aHeaderHasAtMost512Bytes() throws Exception {
        int room = CommandJws.MAX_HEADER_BYTES - HEADER_JSON.length();
        parse(signed(HEADER_JSON + " ".repeat(room), PAYLOAD_JSON)).verify(SIGNER.publicKey());
        for (int more : new int[] {1, 2, 3, 1000}) {
            assertThatThrownBy(() -> parse(signed(HEADER_JSON + " ".repeat(room + more), PAYLOAD_JSON)))
                    .isInstanceOf(MalformedException.class).hasMessageContaining("the header");
        }
    }

    @Test
    void everyTruncationIsRefused() {
        byte[] jws = ascii(GOOD);
        for (int length = 0; length < jws.length; length++) {
            byte[] shorter = Arrays.copyOf(jws, length);
            assertThatThrownBy(() -> CommandJws.parse(shorter, MAX)).isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void everyTruncatedPayloadIsRefusedUnderAGenuineSignature() {
        for (int length = 0; length < PAYLOAD_JSON.length(); length++) {
            refused(signed(HEADER_JSON, PAYLOAD_JSON.substring(0, length)));
        }
    }

    @Test
    void aSignatureOverOtherBytesOfTheSameMeaningIsNotThisOne() throws Exception {
        String[] parts = GOOD.split("\\.", -1);
        SignedCommand spaced = parse(parts[0] + "." + base64Url(" " + PAYLOAD_JSON) + "." + parts[2]);
        assertThat(spaced.payload()).isEqualTo(PAYLOAD);
        assertThatThrownBy(() -> spaced.verify(SIGNER.publicKey())).isInstanceOf(SignatureRejectedException.class);
    }
}
