package dev.shieldwall.crypto.kdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.shieldwall.crypto.CryptoBug;
import dev.shieldwall.crypto.LyingProvider;
import dev.shieldwall.crypto.PublicVectors;
import dev.shieldwall.crypto.SecretAccess;
import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.crypto.internal.JdkProviders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class HkdfTest {

    private static final HexFormat HEX = HexFormat.of();
    private static final byte[] SALT = "salt".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] INFO = "info".getBytes(StandardCharsets.US_ASCII);

    @Test
    void theKnownAnswersHold() {
        Hkdf.selfTest(JdkProviders.SUN_JCE);
    }

    @Test
    void aProviderThatAnswersWronglyStopsTheStart() {
        assertThatExceptionOfType(CryptoBug.class).isThrownBy(() -> Hkdf.selfTest(new LyingProvider())).withMessageContaining("HKDF");
        assertThat(LyingProvider.lastKey()).as("an engine is given back without its key").containsExactly(0);
    }

    /** RFC 5869 A.1, step by step. */
    @Test
    void extractionAndExpansionHaveTheirKnownAnswers() {
        SecretBytes prk = Hkdf.SHA_256.extract(secret("0b".repeat(22)), HEX.parseHex("000102030405060708090a0b0c"));
        assertThat(bytes(prk)).asHexString().isEqualToIgnoringCase("077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5");
        assertThat(bytes(Hkdf.SHA_256.expand(prk, HEX.parseHex("f0f1f2f3f4f5f6f7f8f9"), 42)))
                .asHexString()
                .isEqualToIgnoringCase("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
    }

    /** The key in between and every block: the self-test needs two over SHA-256. */
    @Test
    void whatTheMacGaveOutIsOverwritten() {
        RememberingProvider.GIVEN_OUT.clear();
        Hkdf.selfTest(new RememberingProvider());
        assertThat(RememberingProvider.GIVEN_OUT).hasSizeGreaterThan(4).allSatisfy(given -> assertThat(given).containsOnly(0));
    }

    @Test
    void everyWycheproofCaseHoldsOrIsRefused() {
        AtomicInteger valid = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        PublicVectors.forEach("hkdf_sha256_test.json", (group, test) -> {
            SecretBytes input = SecretBytes.copyOf(PublicVectors.hex(test, "ikm"));
            byte[] salt = PublicVectors.hex(test, "salt");
            byte[] info = PublicVectors.hex(test, "info");
            int size = test.get("size").asInt();
            if (PublicVectors.valid(test)) {
                assertThat(bytes(Hkdf.SHA_256.derive(input, salt, info, size)))
                        .as(PublicVectors.label(test))
                        .isEqualTo(PublicVectors.hex(test, "okm"));
                valid.incrementAndGet();
            } else {
                assertThatIllegalArgumentException()
                        .as(PublicVectors.label(test))
                        .isThrownBy(() -> Hkdf.SHA_256.derive(input, salt, info, size));
                refused.incrementAndGet();
            }
        });
        assertThat(valid).hasValue(83);
        assertThat(refused).hasValue(3);
    }

    /** The JDK's own service as the second opinion. */
    @Test
    void theJdkDerivesTheSame() throws Exception {
        for (int length : new int[] {1, 31, 32, 33, 64, 65, 200}) {
            assertThat(bytes(Hkdf.SHA_256.derive(secret("0b".repeat(22)), SALT, INFO, length))).isEqualTo(jdk("HKDF-SHA256", length));
            assertThat(bytes(Hkdf.SHA_512.derive(secret("0b".repeat(22)), SALT, INFO, length))).isEqualTo(jdk("HKDF-SHA512", length));
        }
    }

    private static byte[] jdk(String name, int length) throws Exception {
        SecretKey key = KDF.getInstance(name)
                .deriveKey("Generic", HKDFParameterSpec.ofExtract()
                        .addIKM(new SecretKeySpec(HEX.parseHex("0b".repeat(22)), "Generic"))
                        .addSalt(SALT)
                        .thenExpand(INFO, length));
        return key.getEncoded();
    }

    @Test
    void lengthsOutsideOfTheirBoundsAreRefused() {
        SecretBytes input = secret("0b".repeat(22));
        for (Hkdf hkdf : List.of(Hkdf.SHA_256, Hkdf.SHA_512)) {
            assertThat(hkdf.derive(input, SALT, INFO, 1).length()).isEqualTo(1);
            assertThat(hkdf.derive(input, SALT, INFO, hkdf.maxBytes()).length()).isEqualTo(hkdf.maxBytes());
            assertThatIllegalArgumentException().isThrownBy(() -> hkdf.derive(input, SALT, INFO, 0));
            assertThatIllegalArgumentException().isThrownBy(() -> hkdf.derive(input, SALT, INFO, -1));
            assertThatIllegalArgumentException().isThrownBy(() -> hkdf.derive(input, SALT, INFO, hkdf.maxBytes() + 1));
            SecretBytes prk = hkdf.extract(input, SALT);
            assertThatIllegalArgumentException().isThrownBy(() -> hkdf.expand(prk, INFO, hkdf.maxBytes() + 1));
            assertThatIllegalArgumentException().isThrownBy(() -> hkdf.expand(prk, INFO, 0));
            SecretBytes shorter = SecretBytes.copyOf(new byte[prk.length() - 1]);
            assertThatIllegalArgumentException().isThrownBy(() -> hkdf.expand(shorter, INFO, 32));
            assertThat(hkdf.expand(SecretBytes.copyOf(new byte[prk.length() + 1]), INFO, 32).length()).isEqualTo(32);
        }
        assertThat(Hkdf.SHA_256.maxBytes()).isEqualTo(8_160);
        assertThat(Hkdf.SHA_512.maxBytes()).isEqualTo(16_320);
    }

    @Test
    void everyInputMatters() {
        byte[] known = bytes(Hkdf.SHA_256.derive(secret("0b"), SALT, INFO, 32));
        assertThat(bytes(Hkdf.SHA_256.derive(secret("0c"), SALT, INFO, 32))).isNotEqualTo(known);
        assertThat(bytes(Hkdf.SHA_256.derive(secret("0b"), INFO, INFO, 32))).isNotEqualTo(known);
        assertThat(bytes(Hkdf.SHA_256.derive(secret("0b"), SALT, SALT, 32))).isNotEqualTo(known);
        assertThat(bytes(Hkdf.SHA_512.derive(secret("0b"), SALT, INFO, 32))).isNotEqualTo(known);
        assertThat(bytes(Hkdf.SHA_256.derive(secret("0b"), new byte[0], INFO, 32)))
                .isEqualTo(bytes(Hkdf.SHA_256.derive(secret("0b"), new byte[32], INFO, 32)));
    }

    @Test
    void aClosedSecretIsNotUsedAndAGivenOneStaysOpen() {
        SecretBytes input = secret("0b".repeat(22));
        SecretBytes prk = Hkdf.SHA_256.extract(input, SALT);
        Hkdf.SHA_256.expand(prk, INFO, 32);
        assertThat(bytes(prk)).isEqualTo(bytes(Hkdf.SHA_256.extract(input, SALT)));
        input.close();
        assertThatExceptionOfType(CryptoBug.class).isThrownBy(() -> Hkdf.SHA_256.derive(input, SALT, INFO, 32));
    }

    @Test
    void virtualThreadsDoNotDisturbEachOther() throws Exception {
        List<byte[]> expected = new ArrayList<>();
        List<Future<byte[]>> answers = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            expected.add(bytes(Hkdf.SHA_256.derive(SecretBytes.copyOf(new byte[1 + i % 100]), SALT, ("" + i).getBytes(StandardCharsets.US_ASCII), 64)));
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 2_000; i++) {
                int number = i;
                answers.add(threads.submit(() -> bytes(Hkdf.SHA_256.derive(
                        SecretBytes.copyOf(new byte[1 + number % 100]), SALT, ("" + number).getBytes(StandardCharsets.US_ASCII), 64))));
            }
        }
        for (int i = 0; i < 2_000; i++) {
            assertThat(answers.get(i).get()).isEqualTo(expected.get(i));
        }
    }

    private static SecretBytes secret(String hex) {
        return SecretBytes.copyOf(HEX.parseHex(hex));
    }

    private static byte[] bytes(SecretBytes secret) {
        return secret.copy(SecretAccess.granted());
    }
}
