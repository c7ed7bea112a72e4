package dev.shieldwall.crypto.aead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.shieldwall.crypto.PublicVectors;
import dev.shieldwall.crypto.SecretBytes;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.function.IntFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Every case of Wycheproof: those with our sizes hold, the others are refused, and both are counted. */
class AeadVectorsTest {

    private int valid;
    private int invalid;
    private int refused;

    @ParameterizedTest
    @CsvSource({
        "AES_256_GCM, aes_gcm_test.json, 39, 27, 250",
        "CHACHA20_POLY1305, chacha20_poly1305_test.json, 256, 60, 9",
        "XCHACHA20_POLY1305, xchacha20_poly1305_test.json, 246, 60, 9"
    })
    void everyWycheproofCaseHoldsOrIsRefused(AeadAlgorithm algorithm, String file, int valids, int invalids, int refusals) {
        PublicVectors.forEach(file, (group, test) -> {
            byte[] key = PublicVectors.hex(test, "key");
            byte[] nonce = PublicVectors.hex(test, "iv");
            if (key.length != AeadAlgorithm.KEY_BYTES || nonce.length != algorithm.nonceBytes()) {
                refuses(algorithm, test);
                refused++;
            } else if (PublicVectors.valid(test)) {
                sealsAndOpens(aead(algorithm, key), test);
                valid++;
            } else {
                rejects(aead(algorithm, key), test);
                invalid++;
            }
        });
        assertThat(new int[] {valid, invalid, refused}).containsExactly(valids, invalids, refusals);
    }

    private static void refuses(AeadAlgorithm algorithm, JsonNode test) {
        byte[] key = PublicVectors.hex(test, "key");
        if (key.length != AeadAlgorithm.KEY_BYTES) {
            assertThatIllegalArgumentException().as(PublicVectors.label(test)).isThrownBy(() -> aead(algorithm, key));
            return;
        }
        var aead = aead(algorithm, key);
        byte[] nonce = PublicVectors.hex(test, "iv");
        byte[] aad = PublicVectors.hex(test, "aad");
        assertThatIllegalArgumentException()
                .as(PublicVectors.label(test))
                .isThrownBy(() -> aead.seal(nonce, PublicVectors.hex(test, "msg"), aad));
        assertThatExceptionOfType(OpenRejectedException.class)
                .as(PublicVectors.label(test))
                .isThrownBy(() -> aead.open(nonce, sealed(test), aad));
    }

    private static void sealsAndOpens(NonceAead aead, JsonNode test) {
        byte[] nonce = PublicVectors.hex(test, "iv");
        byte[] aad = PublicVectors.hex(test, "aad");
        byte[] message = PublicVectors.hex(test, "msg");
        byte[] sealed = sealed(test);
        String label = PublicVectors.label(test);
        assertThat(aead.seal(nonce, message, aad)).as(label).isEqualTo(sealed);
        try {
            assertThat(aead.open(nonce, sealed, aad)).as(label).isEqualTo(message);
            NonceAead again = aead(aead.algorithm(), PublicVectors.hex(test, "key"));
            for (IntFunction<ByteBuffer> memory : BufferMemory.all()) {
                ByteBuffer opened = memory.apply(message.length);
                again.open(nonce, BufferMemory.of(memory, sealed), aad, opened);
                assertThat(BufferMemory.written(opened)).as(label).isEqualTo(message);
            }
        } catch (OpenRejectedException e) {
            throw new AssertionError(label, e);
        }
        ByteBuffer written = ByteBuffer.allocateDirect(sealed.length);
        aead(aead.algorithm(), PublicVectors.hex(test, "key")).seal(nonce, ByteBuffer.wrap(message), aad, written);
        assertThat(BufferMemory.written(written)).as(label).isEqualTo(sealed);
    }

    private static void rejects(NonceAead aead, JsonNode test) {
        byte[] nonce = PublicVectors.hex(test, "iv");
        byte[] aad = PublicVectors.hex(test, "aad");
        assertThatExceptionOfType(OpenRejectedException.class)
                .as(PublicVectors.label(test))
                .isThrownBy(() -> aead.open(nonce, sealed(test), aad));
        assertThatExceptionOfType(OpenRejectedException.class)
                .as(PublicVectors.label(test))
                .isThrownBy(() -> aead.open(nonce, ByteBuffer.wrap(sealed(test)), aad, ByteBuffer.allocate(1_000)));
    }

    private static NonceAead aead(AeadAlgorithm algorithm, byte[] key) {
        return new NonceAead(AeadKey.of(algorithm, SecretBytes.copyOf(key)));
    }

    private static byte[] sealed(JsonNode test) {
        return HexFormat.of().parseHex(test.get("ct").asString() + test.get("tag").asString());
    }
}
