package dev.shieldwall.crypto.mac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.shieldwall.crypto.CryptoBug;
import dev.shieldwall.crypto.LyingProvider;
import dev.shieldwall.crypto.PublicVectors;
import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.crypto.hash.HashAlgorithm;
import dev.shieldwall.crypto.internal.JdkProviders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HmacTest {

    private static final byte[] MESSAGE = ascii("message");

    @Test
    void theKnownAnswersHold() {
        for (HashAlgorithm hash : List.of(
                HashAlgorithm.SHA_256, HashAlgorithm.SHA_512, HashAlgorithm.SHA3_256, HashAlgorithm.SHA3_512)) {
            Hmac.selfTest(hash, JdkProviders.SUN_JCE);
        }
    }

    @Test
    void aProviderThatAnswersWronglyStopsTheStart() {
        assertThatExceptionOfType(CryptoBug.class).isThrownBy(() -> Hmac.selfTest(HashAlgorithm.SHA_256, new LyingProvider())).withMessageContaining("HMAC");
    }

    /** RFC 4231 case 5 is its case of truncation. */
    @Test
    void aTruncatedTagIsTheBeginningOfTheWhole() throws MacRejectedException {
        byte[] key = new byte[20];
        Arrays.fill(key, (byte) 0x0c);
        byte[] message = ascii("Test With Truncation");
        Hmac sixteen = new Hmac(HashAlgorithm.SHA_256, SecretBytes.copyOf(key), 16);
        assertThat(sixteen.tag(message)).asHexString().isEqualToIgnoringCase("a3b6167473100ee06e0c796c2955552b");
        sixteen.verify(HexFormat.of().parseHex("a3b6167473100ee06e0c796c2955552b"), message);
        assertThat(new Hmac(HashAlgorithm.SHA_256, SecretBytes.copyOf(key)).tag(message)).startsWith(sixteen.tag(message));
    }

    /** The vectors of RFC-0002 and of the reference program; their keys are text and short. */
    @Test
    void tagsOfTheNodeProtocolHold() throws MacRejectedException {
        assertThat(hmac("test-key", 32).tag(ascii("test-message")))
                .asHexString()
                .isEqualToIgnoringCase("f8c2bb87c17608c9038eab4e92ef2775e42629c939d6fd3390d42f80af6bb712");
        HexFormat hex = HexFormat.of();
        hmac("test-secret-key", 16).verify(
                hex.parseHex("3cdd0b647355b0f521c22055c071e72e"),
                hex.parseHex("00112233445566778899aabbccddeeff"), hex.parseHex("12345678"));
        hmac("test-secret-key", 8).verify(hex.parseHex("0ddf1774b5a3e8f7"), hex.parseHex("0102030405060708"));
    }

    @Test
    void everyWycheproofCaseOfHmacSha256Holds() {
        AtomicInteger valid = new AtomicInteger();
        AtomicInteger invalid = new AtomicInteger();
        PublicVectors.forEach("hmac_sha256_test.json", (group, test) -> {
            Hmac hmac = new Hmac(HashAlgorithm.SHA_256, SecretBytes.copyOf(PublicVectors.hex(test, "key")),
                    group.get("tagSize").asInt() / 8);
            boolean accepted = accepts(hmac, PublicVectors.hex(test, "tag"), PublicVectors.hex(test, "msg"));
            assertThat(accepted).as(PublicVectors.label(test)).isEqualTo(PublicVectors.valid(test));
            (accepted ? valid : invalid).incrementAndGet();
        });
        assertThat(valid).as("valid").hasValue(66);
        assertThat(invalid).as("invalid; no case has a size that is not admitted").hasValue(108);
    }

    @ParameterizedTest
    @CsvSource({"sha-256, 32", "sha-512, 64", "sha3-256, 32", "sha3-512, 64"})
    void tagsOutsideOfTheirBoundsAreRefused(String name, int most) {
        HashAlgorithm hash = HashAlgorithm.named(name);
        assertThat(new Hmac(hash, key(), Hmac.MIN_TAG_BYTES).tag(MESSAGE)).hasSize(8);
        assertThat(new Hmac(hash, key(), most).tag(MESSAGE)).hasSize(most).isEqualTo(new Hmac(hash, key()).tag(MESSAGE));
        assertThat(new Hmac(hash, key(), most).tagBytes()).isEqualTo(most);
        assertThatIllegalArgumentException().isThrownBy(() -> new Hmac(hash, key(), 7));
        assertThatIllegalArgumentException().isThrownBy(() -> new Hmac(hash, key(), most + 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"shake128", "shake256", "blake2b"})
    void aHashOfFreeLengthIsRefused(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Hmac(HashAlgorithm.named(name), key()));
    }

    @Test
    void anEmptyKeyIsRefusedAndAnyOtherTaken() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Hmac(HashAlgorithm.SHA_256, SecretBytes.copyOf(new byte[0])));
        for (int length : new int[] {1, 63, 64, 65, 1_000}) {
            assertThat(new Hmac(HashAlgorithm.SHA_256, SecretBytes.copyOf(new byte[length])).tag(MESSAGE)).hasSize(32);
        }
    }

    @Test
    void aTagIsRejectedInEveryBitAndLength() {
        Hmac hmac = new Hmac(HashAlgorithm.SHA_256, key(), 16);
        byte[] tag = hmac.tag(MESSAGE);
        assertThat(accepts(hmac, tag, MESSAGE)).isTrue();
        for (int bit = 0; bit < tag.length * 8; bit++) {
            byte[] changed = tag.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(accepts(hmac, changed, MESSAGE)).isFalse();
        }
        byte[] whole = new Hmac(HashAlgorithm.SHA_256, key()).tag(MESSAGE);
        for (int length = 0; length <= whole.length; length++) {
            assertThat(accepts(hmac, Arrays.copyOf(whole, length), MESSAGE)).isEqualTo(length == 16);
        }
        assertThat(accepts(hmac, tag, ascii("Message"))).isFalse();
    }

    @Test
    void partsAreConcatenatedAndNoneMayBeMissing() {
        Hmac hmac = new Hmac(HashAlgorithm.SHA3_256, key());
        assertThat(hmac.tag(ascii("mes"), new byte[0], ascii("sage"))).isEqualTo(hmac.tag(MESSAGE));
        assertThatNullPointerException().isThrownBy(() -> hmac.tag(MESSAGE, missing()));
        assertThat(hmac.tag(MESSAGE)).as("what failed half-way is not used again").isEqualTo(new Hmac(HashAlgorithm.SHA3_256, key()).tag(MESSAGE));
    }

    @Test
    void closingEndsUseAndClosesTheKey() {
        SecretBytes key = key();
        Hmac hmac = new Hmac(HashAlgorithm.SHA_256, key);
        byte[] tag = hmac.tag(MESSAGE);
        hmac.close();
        assertThatExceptionOfType(CryptoBug.class).isThrownBy(() -> hmac.tag(MESSAGE));
        assertThatExceptionOfType(CryptoBug.class).isThrownBy(() -> hmac.verify(tag, MESSAGE));
        assertThatExceptionOfType(CryptoBug.class).isThrownBy(() -> new Hmac(HashAlgorithm.SHA_256, key).tag(MESSAGE));
        assertThatCode(hmac::close).doesNotThrowAnyException();
    }

    @Test
    void closingOverwritesTheKeyInIdleEngines() {
        Hmac hmac = new Hmac(HashAlgorithm.SHA_256, key(), 32, new LyingProvider());
        hmac.tag(MESSAGE);
        assertThat(LyingProvider.lastKey()).hasSize(32);
        hmac.close();
        assertThat(LyingProvider.lastKey()).containsOnly(0);
    }

    @Test
    void closingTheKeyEndsUseAsWell() {
        SecretBytes key = key();
        Hmac hmac = new Hmac(HashAlgorithm.SHA_256, key);
        hmac.tag(MESSAGE);
        key.close();
        assertThatExceptionOfType(CryptoBug.class).isThrownBy(() -> hmac.tag(MESSAGE));
    }

    @Test
    void virtualThreadsDoNotDisturbEachOther() throws Exception {
        Hmac hmac = new Hmac(HashAlgorithm.SHA_256, key());
        List<byte[]> expected = new ArrayList<>();
        List<Future<byte[]>> answers = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            expected.add(new Hmac(HashAlgorithm.SHA_256, key()).tag(new byte[i % 300], ascii("" + i)));
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 5_000; i++) {
                int number = i;
                answers.add(threads.submit(() -> hmac.tag(new byte[number % 300], ascii("" + number))));
            }
        }
        for (int i = 0; i < 5_000; i++) {
            assertThat(answers.get(i).get()).isEqualTo(expected.get(i));
        }
    }

    private static boolean accepts(Hmac hmac, byte[] tag, byte[] message) {
        try {
            hmac.verify(tag, message);
            return true;
        } catch (MacRejectedException e) {
            assertThat(e.getStackTrace()).isEmpty();
            return false;
        }
    }

    private static Hmac hmac(String key, int tagBytes) {
        return new Hmac(HashAlgorithm.SHA_256, SecretBytes.copyOf(ascii(key)), tagBytes);
    }

    private static SecretBytes key() {
        return SecretBytes.copyOf(ascii("0123456789abcdef0123456789abcdef"));
    }

    @SuppressWarnings("NullAway") // the mistake that is tested
    private static byte[] missing() {
        return null;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
