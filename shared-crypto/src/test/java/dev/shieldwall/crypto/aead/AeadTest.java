package dev.shieldwall.crypto.aead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.shieldwall.crypto.CryptoBug;
import dev.shieldwall.crypto.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AeadTest {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final byte[] MESSAGE = "a message of several words".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HEADER = "header".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] KEY = new byte[AeadAlgorithm.KEY_BYTES];

    @ParameterizedTest
    @EnumSource
    void theSealedFormIsIdNonceCiphertextTag(AeadAlgorithm algorithm) throws OpenRejectedException {
        byte[] sealed = aead(algorithm).seal(MESSAGE, HEADER);
        int nonceEnd = 1 + algorithm.nonceBytes();
        assertThat(sealed).hasSize(MESSAGE.length + aead(algorithm).overhead()).startsWith(algorithm.id());
        byte[] header = new byte[1 + HEADER.length];
        header[0] = algorithm.id();
        System.arraycopy(HEADER, 0, header, 1, HEADER.length);
        var plain = new NonceAead(key(algorithm));
        assertThat(plain.open(Arrays.copyOfRange(sealed, 1, nonceEnd), Arrays.copyOfRange(sealed, nonceEnd, sealed.length), header))
                .isEqualTo(MESSAGE);
    }

    @Test
    void idsLieInTheirRangeAndDiffer() {
        Set<Byte> ids = new HashSet<>();
        for (AeadAlgorithm algorithm : AeadAlgorithm.values()) {
            assertThat(algorithm.id()).isBetween((byte) 0x40, (byte) 0x5f);
            assertThat(ids.add(algorithm.id())).isTrue();
            assertThat(AeadAlgorithm.named(algorithm.algorithmName())).isEqualTo(algorithm);
        }
        assertThat(ids).as("written on disks: never renumbered").containsExactlyInAnyOrder((byte) 0x40, (byte) 0x41, (byte) 0x42);
    }

    @ParameterizedTest
    @EnumSource
    void aMessageOfEachLengthOpens(AeadAlgorithm algorithm) throws OpenRejectedException {
        Aead aead = aead(algorithm);
        for (int length : new int[] {0, 1, 15, 16, 17, 63, 64, 65, 1_000, 70_000}) {
            byte[] message = new byte[length];
            new Random(length).nextBytes(message);
            assertThat(aead.open(aead.seal(message, HEADER), HEADER)).isEqualTo(message);
            assertThat(aead.open(aead.seal(HEADER, message), message)).isEqualTo(HEADER);
        }
    }

    /** A random mutation of the sealed form: flips, cuts, insertions, repetitions, exchanged ids. */
    @ParameterizedTest
    @EnumSource
    void noMutationOpens(AeadAlgorithm algorithm) throws OpenRejectedException {
        long seed = System.nanoTime();
        var random = new Random(seed);
        Aead aead = aead(algorithm);
        byte[] sealed = aead.seal(MESSAGE, HEADER);
        for (int i = 0; i < 20_000; i++) {
            byte[] mutant = mutate(sealed, random);
            if (!Arrays.equals(mutant, sealed)) {
                assertThat(opens(aead, mutant, HEADER)).as("seed %d, mutant %s", seed, HexFormat.of().formatHex(mutant)).isFalse();
            }
        }
        assertThat(aead.open(sealed, HEADER)).isEqualTo(MESSAGE);
    }

    private static byte[] mutate(byte[] sealed, Random random) {
        int at = random.nextInt(sealed.length);
        byte[] mutant = sealed.clone();
        switch (random.nextInt(5)) {
            case 0 -> mutant[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> mutant = Arrays.copyOf(sealed, at);
            case 2 -> mutant = Arrays.copyOf(sealed, sealed.length + 1 + random.nextInt(40));
            case 3 -> mutant = Arrays.copyOfRange(sealed, at, sealed.length);
            default -> mutant[0] = (byte) random.nextInt(256);
        }
        return mutant;
    }

    /** Two algorithms with the same key and nonce: an exchanged id does not open under either. */
    @ParameterizedTest
    @EnumSource
    void anIdCannotBeExchangedEvenWhenKeyBytesAreShared(AeadAlgorithm algorithm) {
        byte[] sealed = aead(algorithm).seal(MESSAGE, HEADER);
        for (AeadAlgorithm other : AeadAlgorithm.values()) {
            byte[] exchanged = sealed.clone();
            exchanged[0] = other.id();
            assertThat(opens(aead(other), sealed, HEADER)).isEqualTo(other == algorithm);
            assertThat(opens(aead(other), exchanged, HEADER)).isEqualTo(other == algorithm);
            assertThat(opens(aead(algorithm), exchanged, HEADER)).isEqualTo(other == algorithm);
        }
    }

    /** A framing whose associated data begins like ours would seal what opens here. */
    @ParameterizedTest
    @EnumSource
    void aKeyServesOneOfTheTwoForms(AeadAlgorithm algorithm) {
        AeadKey drawn = key(algorithm);
        new Aead(drawn, RANDOM);
        new Aead(drawn, RANDOM);
        assertThatExceptionOfType(CryptoBug.class).isThrownBy(() -> new NonceAead(drawn));
        AeadKey counted = key(algorithm);
        new NonceAead(counted);
        new NonceAead(counted);
        assertThatExceptionOfType(CryptoBug.class).isThrownBy(() -> new Aead(counted, RANDOM));
    }

    /** What {@link NonceAead} sealed for a framing is not taken for a sealed message: the id is in the associated data. */
    @ParameterizedTest
    @EnumSource
    void theIdIsAuthenticated(AeadAlgorithm algorithm) {
        byte[] nonce = new byte[algorithm.nonceBytes()];
        byte[] box = new NonceAead(key(algorithm)).seal(nonce, MESSAGE, HEADER);
        byte[] sealed = new byte[1 + nonce.length + box.length];
        sealed[0] = algorithm.id();
        System.arraycopy(box, 0, sealed, 1 + nonce.length, box.length);
        assertThat(opens(aead(algorithm), sealed, HEADER)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void otherKeyAndOtherDataAreRejected(AeadAlgorithm algorithm) {
        byte[] sealed = aead(algorithm).seal(MESSAGE, HEADER);
        byte[] other = KEY.clone();
        other[0] = 1;
        assertThat(opens(new Aead(AeadKey.of(algorithm, SecretBytes.copyOf(other)), RANDOM), sealed, HEADER)).isFalse();
        assertThat(opens(aead(algorithm), sealed, MESSAGE)).isFalse();
        assertThat(opens(aead(algorithm), sealed, new byte[0])).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void noNonceIsUsedTwice(AeadAlgorithm algorithm) {
        Aead aead = aead(algorithm);
        Set<String> nonces = new HashSet<>();
        for (int i = 0; i < 5_000; i++) {
            byte[] sealed = aead.seal(MESSAGE, HEADER);
            assertThat(nonces.add(HexFormat.of().formatHex(sealed, 1, 1 + algorithm.nonceBytes()))).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"AES_256_GCM", "CHACHA20_POLY1305"})
    void aKeyWithShortNoncesSealsItsNumberAndNoMore(AeadAlgorithm algorithm) throws OpenRejectedException {
        AeadKey key = AeadKey.used(algorithm, SecretBytes.copyOf(KEY), (1L << 32) - 2);
        Aead aead = new Aead(key, RANDOM);
        aead.seal(MESSAGE, HEADER);
        assertThat(key.remaining()).isEqualTo(1);
        byte[] last = aead.seal(MESSAGE, HEADER);
        assertThat(key.remaining()).isZero();
        assertThatExceptionOfType(CryptoBug.class).isThrownBy(() -> aead.seal(MESSAGE, HEADER)).withMessageContaining("rotated");
        assertThatExceptionOfType(CryptoBug.class).as("counted by the key, not by who uses it")
                .isThrownBy(() -> new Aead(key, RANDOM).seal(MESSAGE, HEADER));
        assertThat(aead.open(last, HEADER)).as("opening is never over").isEqualTo(MESSAGE);
        assertThat(key.remaining()).isZero();
    }

    @Test
    void aKeyWithLongNoncesHasNoLimitThatMatters() {
        AeadKey key = AeadKey.used(AeadAlgorithm.XCHACHA20_POLY1305, SecretBytes.copyOf(KEY), 1L << 48);
        new Aead(key, RANDOM).seal(MESSAGE, HEADER);
        assertThat(key.remaining()).isGreaterThan(1L << 62);
    }

    @ParameterizedTest
    @EnumSource
    void aMessageAboveTheLimitIsRefused(AeadAlgorithm algorithm) {
        Aead aead = aead(algorithm);
        assertThat(AeadAlgorithm.MAX_PLAINTEXT_BYTES).isEqualTo(67_108_864);
        byte[] over = new byte[AeadAlgorithm.MAX_PLAINTEXT_BYTES + 1];
        assertThatIllegalArgumentException().isThrownBy(() -> aead.seal(over, HEADER));
        byte[] sealed = Arrays.copyOf(new byte[] {algorithm.id()}, over.length + aead.overhead());
        assertThat(opens(aead, sealed, HEADER)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void closingEndsUse(AeadAlgorithm algorithm) {
        AeadKey key = AeadKey.generate(algorithm, RANDOM);
        Aead aead = new Aead(key, RANDOM);
        byte[] sealed = aead.seal(MESSAGE, HEADER);
        aead.close();
        assertThatExceptionOfType(CryptoBug.class).isThrownBy(() -> aead.seal(MESSAGE, HEADER));
        assertThatExceptionOfType(CryptoBug.class).isThrownBy(() -> aead.open(sealed, HEADER));
        assertThatExceptionOfType(CryptoBug.class).isThrownBy(() -> new Aead(key, RANDOM).seal(MESSAGE, HEADER));
    }

    @ParameterizedTest
    @EnumSource
    void virtualThreadsDoNotDisturbEachOther(AeadAlgorithm algorithm) throws Exception {
        AeadKey key = AeadKey.used(algorithm, SecretBytes.copyOf(KEY), 0);
        Aead aead = new Aead(key, RANDOM);
        List<Future<Boolean>> answers = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 3_000; i++) {
                byte[] message = new byte[i % 500];
                Arrays.fill(message, (byte) i);
                answers.add(threads.submit(() -> Arrays.equals(message, aead.open(aead.seal(message, HEADER), HEADER))));
            }
        }
        for (Future<Boolean> answer : answers) {
            assertThat(answer.get()).isTrue();
        }
        assertThat(algorithm.randomNonces() - key.remaining()).as("every message is counted").isEqualTo(3_000);
    }

    private static boolean opens(Aead aead, byte[] sealed, byte[] associatedData) {
        try {
            aead.open(sealed, associatedData);
            return true;
        } catch (OpenRejectedException e) {
            return false;
        }
    }

    private static AeadKey key(AeadAlgorithm algorithm) {
        return AeadKey.of(algorithm, SecretBytes.copyOf(KEY));
    }

    private static Aead aead(AeadAlgorithm algorithm) {
        return new Aead(key(algorithm), RANDOM);
    }
}
