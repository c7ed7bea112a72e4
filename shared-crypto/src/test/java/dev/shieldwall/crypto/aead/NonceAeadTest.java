package dev.shieldwall.crypto.aead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.shieldwall.crypto.CryptoBug;
import dev.shieldwall.crypto.LyingProvider;
import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.crypto.internal.JdkProviders;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NonceAeadTest {

    private static final byte[] MESSAGE = "a message of several words".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HEADER = "header".getBytes(StandardCharsets.US_ASCII);

    @Test
    void theKnownAnswersHold() {
        for (AeadAlgorithm algorithm : AeadAlgorithm.values()) {
            NonceAead.selfTest(algorithm, JdkProviders.SUN_JCE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aProviderThatAnswersWronglyStopsTheStart(AeadAlgorithm algorithm) {
        assertThatExceptionOfType(CryptoBug.class)
                .isThrownBy(() -> NonceAead.selfTest(algorithm, new LyingProvider()))
                .withMessageContaining(algorithm.algorithmName());
    }

    /** draft-irtf-cfrg-xchacha-03 section 2.2.1. */
    @Test
    void theDerivationInsideOfXChaChaHasItsKnownAnswer() {
        HexFormat hex = HexFormat.of();
        assertThat(HChaCha20.subkey(
                        hex.parseHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"),
                        hex.parseHex("000000090000004a0000000031415927")))
                .asHexString()
                .isEqualToIgnoringCase("82413b4227b27bfed30e42508a877d73a0f9e4d58a74a853c12ec41326d3ecdc");
    }

    /** The frames V5 and V6 of the reference document AICO-MSG, computed with libsodium. */
    @Test
    void framesOfTheReferenceDocumentOpen() throws OpenRejectedException {
        HexFormat hex = HexFormat.of();
        byte[] nonce = hex.parseHex("101112131415161718191a1b1c1d1e1f2021222324252627");
        var aead = new NonceAead(AeadKey.of(AeadAlgorithm.XCHACHA20_POLY1305, SecretBytes.copyOf(
                hex.parseHex("4053daef6960b133a632efc172a5b4b07c77481f0be540edffc57fe2369c5c0e"))));
        assertThat(aead.open(nonce, hex.parseHex("847d7a2ef03b35434afc286aa1de57c34f388358be5c24ab1b513f05c84ad18593a3a016f2e3564153"),
                        "{\"type\": \"chat\", \"timestamp\": 1735689600}".getBytes(StandardCharsets.US_ASCII)))
                .asString(StandardCharsets.US_ASCII)
                .isEqualTo("{\"message\":\"hello\",\"n\":1}");
        assertThat(aead.open(nonce, hex.parseHex("a5d07a7c1398755b1644ddc96fd1318e"), "{}".getBytes(StandardCharsets.US_ASCII)))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void onlyWhatWasSealedOpens(AeadAlgorithm algorithm) throws OpenRejectedException {
        NonceAead aead = aead(algorithm);
        byte[] nonce = nonce(algorithm, 1);
        byte[] sealed = aead.seal(nonce, MESSAGE, HEADER);
        assertThat(sealed).hasSize(MESSAGE.length + AeadAlgorithm.TAG_BYTES);
        assertThat(aead.open(nonce, sealed, HEADER)).isEqualTo(MESSAGE);
        assertThat(aead.open(nonce, sealed, HEADER)).as("opening twice is no fault").isEqualTo(MESSAGE);
        rejects(aead, nonce(algorithm, 2), sealed, HEADER);
        rejects(aead, nonce, sealed, MESSAGE);
        rejects(aead, nonce, sealed, new byte[0]);
        rejects(new NonceAead(key(algorithm, 2)), nonce, sealed, HEADER);
        for (int bit = 0; bit < sealed.length * 8; bit++) {
            byte[] changed = sealed.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            rejects(aead, nonce, changed, HEADER);
        }
        for (int bit = 0; bit < nonce.length * 8; bit++) {
            byte[] changed = nonce.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            rejects(aead, changed, sealed, HEADER);
        }
        for (int length = 0; length < sealed.length; length++) {
            rejects(aead, nonce, Arrays.copyOf(sealed, length), HEADER);
        }
        rejects(aead, nonce, Arrays.copyOf(sealed, sealed.length + 1), HEADER);
    }

    @ParameterizedTest
    @EnumSource
    void aNonceOfAnotherLengthIsRefused(AeadAlgorithm algorithm) {
        NonceAead aead = aead(algorithm);
        byte[] sealed = aead.seal(nonce(algorithm, 1), MESSAGE, HEADER);
        for (int length : new int[] {0, 8, algorithm.nonceBytes() - 1, algorithm.nonceBytes() + 1, 32}) {
            byte[] nonce = new byte[length];
            assertThatIllegalArgumentException().isThrownBy(() -> aead.seal(nonce, MESSAGE, HEADER));
            rejects(aead, nonce, sealed, HEADER);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> aead.seal(nonce, ByteBuffer.wrap(MESSAGE), HEADER, ByteBuffer.allocate(100)));
            ByteBuffer out = ByteBuffer.allocate(100);
            ByteBuffer frame = ByteBuffer.wrap(sealed);
            assertThatExceptionOfType(OpenRejectedException.class).isThrownBy(() -> aead.open(nonce, frame, HEADER, out));
            assertThat(out).isEqualTo(ByteBuffer.allocate(100));
            assertThat(frame.position()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aKeyOfAnotherLengthIsRefused(AeadAlgorithm algorithm) {
        for (int length : new int[] {0, 16, 24, 31, 33, 64}) {
            assertThatIllegalArgumentException().isThrownBy(() -> AeadKey.of(algorithm, SecretBytes.copyOf(new byte[length])));
        }
    }

    /** One object has one position, which cannot stand behind what was read and behind what was written. */
    @ParameterizedTest
    @EnumSource
    void oneBufferForBothIsRefusedBeforeAnythingIsWritten(AeadAlgorithm algorithm) throws OpenRejectedException {
        NonceAead aead = aead(algorithm);
        byte[] sealed = aead.seal(nonce(algorithm, 1), MESSAGE, HEADER);
        ByteBuffer both = ByteBuffer.wrap(sealed.clone());
        assertThatIllegalArgumentException().isThrownBy(() -> aead.open(nonce(algorithm, 1), both, HEADER, both));
        assertThatIllegalArgumentException().isThrownBy(() -> aead.seal(nonce(algorithm, 2), both, HEADER, both));
        assertThat(both).isEqualTo(ByteBuffer.wrap(sealed));

        aead.open(nonce(algorithm, 1), both, HEADER, both.duplicate());
        assertThat(both.array()).startsWith(MESSAGE);
    }

    @ParameterizedTest
    @EnumSource
    void buffersOfEachKindSealLikeArrays(AeadAlgorithm algorithm) throws OpenRejectedException {
        byte[] expected = aead(algorithm).seal(nonce(algorithm, 1), MESSAGE, HEADER);
        for (IntFunction<ByteBuffer> from : BufferMemory.all()) {
            for (IntFunction<ByteBuffer> to : BufferMemory.all()) {
                ByteBuffer plaintext = BufferMemory.of(from, MESSAGE);
                ByteBuffer sealed = to.apply(3 + expected.length + 5).put(new byte[] {1, 2, 3});
                aead(algorithm).seal(nonce(algorithm, 1), plaintext, HEADER, sealed);
                assertThat(plaintext.remaining()).isZero();
                assertThat(BufferMemory.written(sealed)).hasSize(3 + expected.length).startsWith(1, 2, 3).endsWith(expected);

                ByteBuffer frame = BufferMemory.of(from, expected);
                ByteBuffer opened = to.apply(2 + MESSAGE.length).put(new byte[] {8, 9});
                aead(algorithm).open(nonce(algorithm, 1), frame, HEADER, opened);
                assertThat(frame.remaining()).isZero();
                assertThat(BufferMemory.written(opened)).hasSize(2 + MESSAGE.length).startsWith(8, 9).endsWith(MESSAGE);
            }
        }
    }

    /** The JDK alone would clear what the caller wrote before into a direct buffer, and leave plaintext when in place. */
    @ParameterizedTest
    @EnumSource
    void aRejectedBufferHoldsZerosAndNothingElseChanges(AeadAlgorithm algorithm) {
        byte[] sealed = aead(algorithm).seal(nonce(algorithm, 1), MESSAGE, HEADER);
        sealed[sealed.length - 1] ^= 1;
        for (IntFunction<ByteBuffer> memory : BufferMemory.all()) {
            ByteBuffer frame = BufferMemory.of(memory, sealed);
            ByteBuffer out = memory.apply(100).put(new byte[] {8, 9});
            out.put(2 + MESSAGE.length, (byte) 7);
            assertThatExceptionOfType(OpenRejectedException.class)
                    .isThrownBy(() -> aead(algorithm).open(nonce(algorithm, 1), frame, HEADER, out));
            assertThat(frame.position()).isZero();
            assertThat(frame.remaining()).isEqualTo(sealed.length);
            assertThat(out.position()).isEqualTo(2);
            byte[] content = new byte[3 + MESSAGE.length];
            out.get(0, content);
            byte[] expected = new byte[3 + MESSAGE.length];
            expected[0] = 8;
            expected[1] = 9;
            expected[2 + MESSAGE.length] = 7;
            assertThat(content).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @EnumSource
    void sealingAndOpeningInPlaceWorks(AeadAlgorithm algorithm) throws OpenRejectedException {
        byte[] expected = aead(algorithm).seal(nonce(algorithm, 1), MESSAGE, HEADER);
        for (IntFunction<ByteBuffer> memory : BufferMemory.all()) {
            ByteBuffer frame = memory.apply(200).put(new byte[4]).put(MESSAGE);
            aead(algorithm).seal(nonce(algorithm, 1), frame.slice(4, MESSAGE.length), HEADER, frame.position(4));
            byte[] written = new byte[expected.length];
            frame.get(4, written);
            assertThat(written).isEqualTo(expected);
            ByteBuffer opened = frame.duplicate().position(4);
            aead(algorithm).open(nonce(algorithm, 1), frame.slice(4, expected.length), HEADER, opened);
            byte[] plaintext = new byte[MESSAGE.length];
            opened.get(4, plaintext);
            assertThat(plaintext).isEqualTo(MESSAGE);

            ByteBuffer altered = frame.duplicate().put(4, expected).put(4, (byte) (expected[0] ^ 1));
            assertThatExceptionOfType(OpenRejectedException.class).isThrownBy(() -> aead(algorithm)
                    .open(nonce(algorithm, 1), altered.slice(4, expected.length), HEADER, altered.duplicate().position(4)));
            altered.get(4, plaintext);
            assertThat(plaintext).containsOnly(0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anOutputWithoutRoomIsRefusedBeforeAnythingIsWritten(AeadAlgorithm algorithm) throws OpenRejectedException {
        NonceAead aead = aead(algorithm);
        byte[] sealed = aead.seal(nonce(algorithm, 1), MESSAGE, HEADER);
        assertThatIllegalArgumentException().isThrownBy(() -> aead.seal(
                nonce(algorithm, 2), ByteBuffer.wrap(MESSAGE), HEADER, ByteBuffer.allocate(MESSAGE.length + 15)));
        aead.seal(nonce(algorithm, 2), ByteBuffer.wrap(MESSAGE), HEADER, ByteBuffer.allocate(MESSAGE.length + 16));
        assertThatIllegalArgumentException().isThrownBy(() -> aead.open(
                nonce(algorithm, 1), ByteBuffer.wrap(sealed), HEADER, ByteBuffer.allocate(MESSAGE.length - 1)));
        aead.open(nonce(algorithm, 1), ByteBuffer.wrap(sealed), HEADER, ByteBuffer.allocate(MESSAGE.length));
    }

    @ParameterizedTest
    @EnumSource
    void aMessageAboveTheLimitIsRefused(AeadAlgorithm algorithm) throws OpenRejectedException {
        NonceAead aead = aead(algorithm);
        ByteBuffer largest = ByteBuffer.allocate(AeadAlgorithm.MAX_PLAINTEXT_BYTES + AeadAlgorithm.TAG_BYTES + 1);
        largest.put(AeadAlgorithm.MAX_PLAINTEXT_BYTES - 1, (byte) 5);
        aead.seal(nonce(algorithm, 1), largest.slice(0, AeadAlgorithm.MAX_PLAINTEXT_BYTES), HEADER, largest.duplicate());
        ByteBuffer frame = largest.slice(0, AeadAlgorithm.MAX_PLAINTEXT_BYTES + AeadAlgorithm.TAG_BYTES);
        aead.open(nonce(algorithm, 1), frame, HEADER, largest.duplicate());
        assertThat(largest.get(AeadAlgorithm.MAX_PLAINTEXT_BYTES - 1)).isEqualTo((byte) 5);

        assertThatIllegalArgumentException().isThrownBy(() -> aead.seal(nonce(algorithm, 2),
                largest.slice(0, AeadAlgorithm.MAX_PLAINTEXT_BYTES + 1), HEADER, largest.duplicate()));
        assertThatExceptionOfType(OpenRejectedException.class)
                .isThrownBy(() -> aead.open(nonce(algorithm, 1), largest.duplicate(), HEADER, ByteBuffer.allocate(1)));
    }

    /** Only that it may not pass unseen on one thread; the caller's counter is the guard. */
    @ParameterizedTest
    @EnumSource
    void aNonceUsedTwiceInARowIsNoticed(AeadAlgorithm algorithm) {
        NonceAead aead = aead(algorithm);
        aead.seal(nonce(algorithm, 1), MESSAGE, HEADER);
        assertThatExceptionOfType(CryptoBug.class).isThrownBy(() -> aead.seal(nonce(algorithm, 1), MESSAGE, HEADER));
    }

    @ParameterizedTest
    @EnumSource
    void whoOpensMaySealWithTheSameNonce(AeadAlgorithm algorithm) throws OpenRejectedException {
        byte[] sealed = aead(algorithm).seal(nonce(algorithm, 1), MESSAGE, HEADER);
        NonceAead aead = aead(algorithm);
        aead.open(nonce(algorithm, 1), sealed, HEADER);
        assertThat(aead.seal(nonce(algorithm, 1), MESSAGE, HEADER)).isEqualTo(sealed);
    }

    @ParameterizedTest
    @EnumSource
    void closingEndsUseAndClosesTheKey(AeadAlgorithm algorithm) {
        AeadKey key = key(algorithm, 1);
        NonceAead aead = new NonceAead(key);
        byte[] sealed = aead.seal(nonce(algorithm, 1), MESSAGE, HEADER);
        assertThatCode(() -> aead.open(nonce(algorithm, 1), sealed, HEADER)).doesNotThrowAnyException();
        aead.close();
        assertThatExceptionOfType(CryptoBug.class).isThrownBy(() -> aead.seal(nonce(algorithm, 2), MESSAGE, HEADER));
        assertThatExceptionOfType(CryptoBug.class).isThrownBy(() -> aead.open(nonce(algorithm, 1), sealed, HEADER));
        assertThatExceptionOfType(CryptoBug.class)
                .isThrownBy(() -> new NonceAead(key).seal(nonce(algorithm, 2), MESSAGE, HEADER));
        assertThatCode(aead::close).doesNotThrowAnyException();
        assertThat(key.toString()).contains("redacted").contains(algorithm.algorithmName());
    }

    @ParameterizedTest
    @EnumSource(names = {"AES_256_GCM", "CHACHA20_POLY1305"})
    void closingOverwritesTheKeyInIdleCiphers(AeadAlgorithm algorithm) {
        NonceAead aead = new NonceAead(key(algorithm, 1), new LyingProvider());
        aead.seal(nonce(algorithm, 1), MESSAGE, HEADER);
        assertThat(LyingProvider.lastKey()).hasSize(32).startsWith(new byte[31]).endsWith(1);
        aead.close();
        assertThat(LyingProvider.lastKey()).hasSize(32);
        assertThat(Arrays.copyOf(LyingProvider.lastKey(), 31)).isNotEqualTo(new byte[31]);
    }

    @ParameterizedTest
    @EnumSource
    void virtualThreadsDoNotDisturbEachOther(AeadAlgorithm algorithm) throws Exception {
        NonceAead aead = aead(algorithm);
        List<Future<Boolean>> answers = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 5_000; i++) {
                int number = i;
                answers.add(threads.submit(() -> {
                    byte[] message = new byte[number % 700];
                    Arrays.fill(message, (byte) number);
                    byte[] header = ByteBuffer.allocate(4).putInt(number).array();
                    byte[] sealed = aead.seal(nonce(algorithm, number), message, header);
                    return Arrays.equals(message, aead.open(nonce(algorithm, number), sealed, header));
                }));
            }
        }
        for (Future<Boolean> answer : answers) {
            assertThat(answer.get()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "aes-128-gcm", "AES-256-GCM", "xsalsa20-poly1305"})
    void anUnknownNameIsRefused(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> AeadAlgorithm.named(name));
    }

    private static void rejects(NonceAead aead, byte[] nonce, byte[] sealed, byte[] associatedData) {
        assertThatExceptionOfType(OpenRejectedException.class)
                .isThrownBy(() -> aead.open(nonce, sealed, associatedData))
                .satisfies(e -> assertThat(e.getStackTrace()).isEmpty())
                .withNoCause();
    }

    private static NonceAead aead(AeadAlgorithm algorithm) {
        return new NonceAead(key(algorithm, 1));
    }

    private static AeadKey key(AeadAlgorithm algorithm, int number) {
        byte[] bytes = new byte[AeadAlgorithm.KEY_BYTES];
        bytes[31] = (byte) number;
        return AeadKey.of(algorithm, SecretBytes.copyOf(bytes));
    }

    private static byte[] nonce(AeadAlgorithm algorithm, int number) {
        byte[] nonce = new byte[algorithm.nonceBytes()];
        ByteBuffer.wrap(nonce).putInt(nonce.length - 4, number);
        return nonce;
    }
}
