package dev.shieldwall.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.shieldwall.crypto.aead.Aead;
import dev.shieldwall.crypto.aead.AeadAlgorithm;
import dev.shieldwall.crypto.aead.AeadKey;
import dev.shieldwall.crypto.encryption.Decryptor;
import dev.shieldwall.crypto.kem.KemAlgorithm;
import dev.shieldwall.crypto.kem.KemPrivateKey;
import dev.shieldwall.crypto.signature.SignatureAlgorithm;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What lies on disks must open for ever: bytes and numbers as literals, which no change here may follow. */
class PersistedFormatTest {

    private static final byte[] KEY =
            HexFormat.of().parseHex("0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20");
    private static final byte[] CONTEXT = "context".getBytes(StandardCharsets.US_ASCII);

    @Test
    void theIdsOfSignaturesAreThese() {
        assertThat(Arrays.stream(SignatureAlgorithm.values())
                        .collect(Collectors.toMap(SignatureAlgorithm::canonicalName, algorithm -> (int) algorithm.id())))
                .containsOnly(
                        entry("Ed25519", 0x01), entry("Ed448", 0x02), entry("ECDSA-P256-SHA256", 0x03),
                        entry("ML-DSA-44", 0x04), entry("ML-DSA-65", 0x05), entry("ML-DSA-87", 0x06),
                        entry("SLH-DSA-SHA2-128s", 0x08), entry("SLH-DSA-SHA2-128f", 0x09),
                        entry("SLH-DSA-SHA2-192s", 0x0a), entry("SLH-DSA-SHA2-192f", 0x0b),
                        entry("SLH-DSA-SHA2-256s", 0x0c), entry("SLH-DSA-SHA2-256f", 0x0d),
                        entry("SLH-DSA-SHAKE-128s", 0x0e), entry("SLH-DSA-SHAKE-128f", 0x0f),
                        entry("Falcon-512", 0x18), entry("Falcon-1024", 0x19), entry("Ed25519+ML-DSA-65", 0x1c));
    }

    @Test
    void theIdsOfKemsAreThese() {
        assertThat(Arrays.stream(KemAlgorithm.values())
                        .collect(Collectors.toMap(KemAlgorithm::canonicalName, algorithm -> (int) algorithm.id())))
                .containsOnly(
                        entry("X25519", 0x20), entry("X448", 0x21), entry("ML-KEM-512", 0x22), entry("ML-KEM-768", 0x23),
                        entry("ML-KEM-1024", 0x24), entry("X-Wing", 0x28));
    }

    @Test
    void theIdsOfAeadsAreThese() {
        assertThat(Arrays.stream(AeadAlgorithm.values())
                        .collect(Collectors.toMap(AeadAlgorithm::algorithmName, algorithm -> (int) algorithm.id())))
                .containsOnly(
                        entry("aes-256-gcm", 0x40), entry("chacha20-poly1305", 0x41), entry("xchacha20-poly1305", 0x42));
    }

    /** Version 0x60, KEM 0x20 with its ephemeral key, the AEAD, one chunk; sealed once, when the format was new. */
    @ParameterizedTest
    @EnumSource
    void anEnvelopeStillOpens(AeadAlgorithm algorithm) throws Exception {
        byte[] sealed = HexFormat.of().parseHex(envelope(algorithm));
        assertThat(sealed).startsWith(0x60, 0x20);
        try (KemPrivateKey key = KemPrivateKey.of(KemAlgorithm.X25519, KEY)) {
            byte[] opened = new Decryptor(key, Set.of(algorithm)).decrypt(sealed, CONTEXT);
            assertThat(new String(opened, StandardCharsets.US_ASCII)).isEqualTo("pinned for good");
        }
    }

    /** The id, the nonce, ciphertext and tag. */
    @ParameterizedTest
    @EnumSource
    void aSealedMessageStillOpens(AeadAlgorithm algorithm) throws Exception {
        try (var aead = new Aead(AeadKey.of(algorithm, SecretBytes.copyOf(KEY)), new SecureRandom())) {
            byte[] opened = aead.open(HexFormat.of().parseHex(message(algorithm)), CONTEXT);
            assertThat(new String(opened, StandardCharsets.US_ASCII)).isEqualTo("pinned for good");
        }
    }

    private static String envelope(AeadAlgorithm algorithm) {
        return switch (algorithm) {
            case AES_256_GCM ->
                "602020ced4e41b4763cdf1f2857b6025fa08424c6cb7d66d37aeeacdab03f198100e40de3e3525833fd1bd2abb"
                    + "d008a10175b4618f28e632d40ec2f62320b2cdf61d";
            case CHACHA20_POLY1305 ->
                "6020effb7416f1b12130e7c8c7d1f385c290da0694e05a1b2edaf67349bbfd61ed154158077a52c1d15eb295eb"
                    + "645e5d9dbb79af1edb69066e0f654fbb9f126a6a8c";
            case XCHACHA20_POLY1305 ->
                "6020d0949dfe655bc0b228f0052e594de0fdcf555b0b174eff845105e231e25d150c423719cc6973653a373d4f"
                    + "bd188bcd1772e54458d1b9ec8c6fe0fd0a9ac8cfde";
        };
    }

    private static String message(AeadAlgorithm algorithm) {
        return switch (algorithm) {
            case AES_256_GCM ->
                "403ee7dd0cc30676760dd8d8ff73c8d6a45bd931dbd87501e0372d01667ded9919e2c5de3f7cb82f978e42c0";
            case CHACHA20_POLY1305 ->
                "410c40968225f333a91767766cc3c202d9b7cf81d241419d9d6927c5a6797ee0dd1e8fe8eb2628e148a87a87";
            case XCHACHA20_POLY1305 ->
                "424b7ffa4d460657748a66ba78d9bfe3dc23dc8323623f2cd26759412c7ecbad1a07bb66d84ee448e95e56950d"
                    + "c2e9bfd8cebb1e0f57ba41";
        };
    }
}
