package dev.shieldwall.transport.channel.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.crypto.aead.AeadAlgorithm;
import dev.shieldwall.crypto.aead.AeadKey;
import dev.shieldwall.crypto.aead.NonceAead;
import dev.shieldwall.crypto.aead.OpenRejectedException;
import dev.shieldwall.crypto.kdf.KxSessionKeys;
import dev.shieldwall.crypto.kem.DhAgreement;
import dev.shieldwall.crypto.kem.KemAlgorithm;
import dev.shieldwall.crypto.kem.KemPrivateKey;
import dev.shieldwall.crypto.signature.KeyRejectedException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The frame of the reference's document. Expected bytes were computed with libsodium. */
class AicoFrameTest {

    private static final byte[] NONCE = hex("101112131415161718191a1b1c1d1e1f2021222324252627");
    private static final byte[] METADATA = ascii("{\"type\": \"chat\", \"timestamp\": 1735689600}");
    private static final byte[] PLAINTEXT = ascii("{\"message\":\"hello\",\"n\":1}");
    private static final String V5 = "4149434f2d4d5347101112131415161718191a1b1c1d1e1f2021222324252627000000297b2274797065223a"
            + "202263686174222c202274696d657374616d70223a20313733353638393630307d847d7a2ef03b35434afc286aa1de57c34f388358be5c"
            + "24ab1b513f05c84ad18593a3a016f2e3564153";
    private static final String V6 =
            "4149434f2d4d5347101112131415161718191a1b1c1d1e1f2021222324252627000000027b7da5d07a7c1398755b1644ddc96fd1318e";

    private static final String KEY = "4053daef6960b133a632efc172a5b4b07c77481f0be540edffc57fe2369c5c0e";

    private final NonceAead key = aead(KEY);

    @Test
    void keysAreThoseOfLibsodiumsKeyExchange() throws KeyRejectedException {
        try (var client = KemPrivateKey.of(KemAlgorithm.X25519, counting(0x40));
                var server = KemPrivateKey.of(KemAlgorithm.X25519, counting(0x60));
                var agreed = DhAgreement.agree(client, server.publicKey());
                var keys = KxSessionKeys.client(agreed, client.publicKey().bytes(), server.publicKey().bytes());
                var sealing = new NonceAead(AeadKey.of(AeadAlgorithm.XCHACHA20_POLY1305, keys.transmit()))) {
            assertThat(AicoFrame.seal(sealing, NONCE, METADATA, PLAINTEXT)).asHexString().isEqualToIgnoringCase(V5);
            assertThat(keys.receive()).isEqualTo(
                    SecretBytes.copyOf(hex("658ab5697c8d05d86c4c2c7cf86f4fe59b039cb1a1c0d626ab54245a90d62f6a")));
        }
    }

    @Test
    void framesAreThoseOfTheReferenceDocument() {
        assertThat(sealed(METADATA, PLAINTEXT)).isEqualTo(hex(V5)).hasSize(118);
        assertThat(sealed(ascii("{}"), new byte[0])).isEqualTo(hex(V6)).hasSize(54);
    }

    @Test
    void framesOfTheReferenceDocumentOpen() throws Exception {
        var frame = AicoFrame.parse(ByteBuffer.wrap(hex(V5)));
        assertThat(frame.nonce()).isEqualTo(NONCE);
        assertThat(frame.metadata()).isEqualTo(METADATA);
        assertThat(frame.open(key)).isEqualTo(PLAINTEXT);
        assertThat(frame.openInPlace(key)).isEqualTo(ByteBuffer.wrap(PLAINTEXT));
        var empty = AicoFrame.parse(ByteBuffer.wrap(hex(V6)));
        assertThat(empty.open(key)).isEmpty();
        assertThat(empty.metadata()).isEqualTo(ascii("{}"));
    }

    @Test
    void metadataAreAuthenticatedAsTheyCameWhateverTheirSpaces() throws Exception {
        for (String metadata : new String[] {"{ }", "{}", "", "{\"a\" :1 }", "not json \0"}) {
            byte[] sealed = sealed(ascii(metadata), PLAINTEXT);
            assertThat(AicoFrame.parse(ByteBuffer.wrap(sealed)).open(key)).isEqualTo(PLAINTEXT);
        }
    }

    @Test
    void whatParsesEncodesToTheSameBytes() {
        long seed = new Random().nextLong();
        System.out.println("AicoFrameTest seed " + seed);
        var random = new Random(seed);
        int parsed = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = hex(random.nextBoolean() ? V5 : V6);
            for (int flips = random.nextInt(3); flips >= 0; flips--) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            byte[] cut = Arrays.copyOf(bytes, bytes.length - (random.nextInt(4) == 0 ? random.nextInt(bytes.length) : 0));
            try {
                assertThat(AicoFrame.parse(ByteBuffer.wrap(cut)).encode()).isEqualTo(cut);
                parsed++;
            } catch (FrameRejectedException e) {
                assertThat(e).hasMessageNotContaining("\n");
            }
        }
        assertThat(parsed).isGreaterThan(1000);
    }

    @Test
    void noFlippedBitOpens() throws Exception {
        for (int bit = 0; bit < hex(V5).length * 8; bit++) {
            byte[] bytes = hex(V5);
            bytes[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThat(opens(bytes)).as("bit " + bit).isFalse();
        }
    }

    private boolean opens(byte[] bytes) {
        try {
            AicoFrame.parse(ByteBuffer.wrap(bytes)).open(key);
            return true;
        } catch (FrameRejectedException | OpenRejectedException e) {
            return false;
        }
    }

    @Test
    void aFrameInTheMiddleOfABufferIsReadThere() throws Exception {
        var buffer = ByteBuffer.allocate(200).position(7).put(hex(V5)).flip().position(7);
        assertThat(AicoFrame.parse(buffer).open(key)).isEqualTo(PLAINTEXT);
        assertThat(buffer.position()).isEqualTo(7);
    }

    @Test
    void metadataHaveABound() throws Exception {
        byte[] most = new byte[AicoFrame.MAX_METADATA_BYTES];
        byte[] sealed = sealed(most, PLAINTEXT);
        assertThat(AicoFrame.parse(ByteBuffer.wrap(sealed)).open(key)).isEqualTo(PLAINTEXT);
        assertThatIllegalArgumentException().isThrownBy(() -> sealed(new byte[most.length + 1], PLAINTEXT));
        assertRejected(withMetadataLength(Arrays.copyOf(sealed, sealed.length + 1), most.length + 1));
        assertRejected(withMetadataLength(sealed, -1));
    }

    @Test
    void metadataEndBeforeTheTag() throws Exception {
        byte[] frame = new byte[AicoFrame.OVERHEAD_BYTES + 10];
        System.arraycopy(ascii("AICO-MSG"), 0, frame, 0, 8);
        assertThat(AicoFrame.parse(ByteBuffer.wrap(withMetadataLength(frame, 10))).plaintextBytes()).isZero();
        assertRejected(withMetadataLength(frame, 11));
        assertRejected(Arrays.copyOf(withMetadataLength(frame, 0), AicoFrame.OVERHEAD_BYTES - 1));
    }

    @Test
    void plaintextHasABound() throws Exception {
        byte[] frame = new byte[AicoFrame.OVERHEAD_BYTES + AicoFrame.MAX_PLAINTEXT_BYTES + 1];
        System.arraycopy(ascii("AICO-MSG"), 0, frame, 0, 8);
        assertThat(AicoFrame.parse(ByteBuffer.wrap(frame, 0, frame.length - 1)).plaintextBytes())
                .isEqualTo(AicoFrame.MAX_PLAINTEXT_BYTES);
        assertRejected(frame);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sealed(new byte[0], new byte[AicoFrame.MAX_PLAINTEXT_BYTES + 1]));
    }

    private static void assertRejected(byte[] bytes) {
        assertThatExceptionOfType(FrameRejectedException.class).isThrownBy(() -> AicoFrame.parse(ByteBuffer.wrap(bytes)));
    }

    private static byte[] withMetadataLength(byte[] frame, int length) {
        return ByteBuffer.wrap(frame.clone()).putInt(AicoFrame.HEADER_BYTES - 4, length).array();
    }

    /** By a key of its own, because the vectors share a nonce and the engine notices. */
    private static byte[] sealed(byte[] metadata, byte[] plaintext) {
        try (NonceAead fresh = aead(KEY)) {
            return AicoFrame.seal(fresh, NONCE, metadata, plaintext);
        }
    }

    private static NonceAead aead(String keyHex) {
        return new NonceAead(AeadKey.of(AeadAlgorithm.XCHACHA20_POLY1305, SecretBytes.copyOf(hex(keyHex))));
    }

    private static byte[] counting(int from) {
        byte[] bytes = new byte[32];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (from + i);
        }
        return bytes;
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
