package dev.shieldwall.crypto.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.shieldwall.crypto.CryptoBug;
import dev.shieldwall.crypto.hash.HashAlgorithm.Family;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HashAlgorithmTest {

    /** FIPS 180-4, FIPS 202 and RFC 7693 for "abc" stand in the self-test. */
    @Test
    void theKnownAnswersHold() {
        for (HashAlgorithm.Family family : HashAlgorithm.Family.values()) {
            HashAlgorithm.selfTest(family);
        }
    }

    /** Of the empty message: FIPS 202 examples; BLAKE2b as libsodium and Python print it. */
    @ParameterizedTest
    @CsvSource({
        "sha-256, 32, e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "sha-512, 64, cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e",
        "sha3-256, 32, a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a",
        "sha3-512, 64, a69f73cca23a9ac5c8b567dc185a756e97c982164fe25859e0d1dcc1475c80a615b2123af1f5f94c11e3e9402c3ac558f500199d95b6d3e301758586281dcd26",
        "shake128, 32, 7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26",
        "shake256, 64, 46b9dd2b0ba88d13233b3feb743eeb243fcd52ea62b81b82b50c27646ed5762fd75dc4ddd8c0f200cb05019d67b592f6fc821c49479ab48640292eacb3b7c4be",
        "blake2b, 16, cae66941d9efbd404e4d88758ea67670",
        "blake2b, 20, 3345524abf6bbe1809449224b5972c41790b6cf2",
        "blake2b, 32, 0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8",
        "blake2b, 64, 786a02f742015903c6c6fd852552d272912f4740e15847618a86e217f71f5419d25e1031afee585313896444934eb04b903a685b1448b755d56f701afe9be2ce"
    })
    void theEmptyMessageHasItsKnownHash(String name, int outputBytes, String expected) {
        assertThat(HashAlgorithm.named(name, outputBytes).hash()).asHexString().isEqualToIgnoringCase(expected);
    }

    /** 300 bytes are more than two blocks of every function. */
    @ParameterizedTest
    @CsvSource({
        "sha-256, 32, 7728ae2f2c36e2aaafbe79ca14c87ae2f89e7c88c4390ecbbf82dce88706958d",
        "sha-512, 64, f1dca2eb677b303265b0b9baff0e061202818f35c1470a69bbaa9bb66025e948d90e565e69642506c6213aef3cf9e929357a59da263deb34d1236dbdcda279b3",
        "sha3-256, 32, 815c06bbeb8520ce61add33a5f47bc558bf00e6361a5640c972d5d4634c58101",
        "sha3-512, 64, fa288fe9f54b8301e3012051fb1b275fd3f278a281ef149bb878fd322a647d3f51dc24908905550ed4883870c94f8d297f0690f8661b14d8222e9a46eebcbdf6",
        "shake128, 32, acbf138b9ceb3b4f0b2a78bf886f2f2b286af964f200f8784af97e6db5885558",
        "shake256, 64, bced6f4208dce0e6bc155ae057d0589bbfa798b46c7866d107e8d14aee3a46e9a292d82d60f77802cadfa9a46c8142a7268863fbb6f64007d6e9fd44334f0ece",
        "blake2b, 16, 15f53a13900056879b859fc1bcea544d",
        "blake2b, 20, 0442cf14856eeee477bf0a9261dd7bc1e026709b",
        "blake2b, 32, 3a486e3fe3ee414853000269ac020030aeef748cb05cd62ba85939ec298ef25c",
        "blake2b, 64, d9cf5983dc6b34c0fa1f0226926855ad3eccd2bcdcd8f8053b9a80664d33b5afcc32fd21c70ea14f4ef50ca97c3203c4d1803159f0e01bb6cb1d1c83db52b63c"
    })
    void aMessageOfSeveralBlocksHasItsKnownHash(String name, int outputBytes, String expected) {
        assertThat(HashAlgorithm.named(name, outputBytes).hash(counting(300))).asHexString().isEqualToIgnoringCase(expected);
    }

    @Test
    void theDefaultIsSha256AndNamesHaveTheLengthsOfTheReference() {
        assertThat(HashAlgorithm.DEFAULT).isEqualTo(HashAlgorithm.named("sha-256"));
        assertThat(HashAlgorithm.DEFAULT.hash(ascii("abc"))).isEqualTo(Sha256.hash(ascii("abc")));
        assertThat(HashAlgorithm.named("shake128").outputBytes()).isEqualTo(32);
        assertThat(HashAlgorithm.named("shake256").outputBytes()).isEqualTo(64);
        assertThat(HashAlgorithm.named("blake2b").outputBytes()).isEqualTo(32);
        for (Family family : Family.values()) {
            HashAlgorithm algorithm = HashAlgorithm.named(new HashAlgorithm(family, 32 + (fixed64(family) ? 32 : 0)).algorithmName());
            assertThat(algorithm.family()).isEqualTo(family);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "md5", "SHA-256", "sha256", "sha-1", "sha3", "blake2s", "shake-128", "sha-256 "})
    void anUnknownNameIsRefused(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> HashAlgorithm.named(name));
        assertThatIllegalArgumentException().isThrownBy(() -> HashAlgorithm.named(name, 32));
    }

    @ParameterizedTest
    @CsvSource({
        "sha-256, 32, 32", "sha-512, 64, 64", "sha3-256, 32, 32", "sha3-512, 64, 64",
        "shake128, 16, 65536", "shake256, 16, 65536", "blake2b, 16, 64"
    })
    void lengthsOutsideOfTheFunctionAreRefused(String name, int least, int most) {
        assertThat(HashAlgorithm.named(name, least).hash(ascii("x"))).hasSize(least);
        assertThat(HashAlgorithm.named(name, most).hash(ascii("x"))).hasSize(most);
        assertThatIllegalArgumentException().isThrownBy(() -> HashAlgorithm.named(name, least - 1));
        assertThatIllegalArgumentException().isThrownBy(() -> HashAlgorithm.named(name, most + 1));
        assertThatIllegalArgumentException().isThrownBy(() -> HashAlgorithm.named(name, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> HashAlgorithm.named(name, -32));
    }

    /** A shorter SHAKE is the beginning of a longer one, a shorter BLAKE2b is another function. */
    @Test
    void lengthIsAParameterOfBlake2bAndACutOfShake() {
        byte[] data = ascii("data");
        assertThat(HashAlgorithm.named("shake256", 64).hash(data)).startsWith(HashAlgorithm.named("shake256", 32).hash(data));
        assertThat(Arrays.copyOf(HashAlgorithm.named("blake2b", 64).hash(data), 32))
                .isNotEqualTo(HashAlgorithm.named("blake2b", 32).hash(data));
    }

    @ParameterizedTest
    @EnumSource
    void piecesHashLikeTheWhole(Family family) {
        HashAlgorithm algorithm = any(family);
        var random = new Random(7);
        byte[] whole = counting(1_000);
        for (int round = 0; round < 50; round++) {
            HashStream stream = algorithm.stream();
            List<byte[]> parts = new ArrayList<>();
            for (int at = 0; at < whole.length; ) {
                int length = Math.min(random.nextInt(200), whole.length - at);
                byte[] part = Arrays.copyOfRange(whole, at, at + length);
                if (random.nextBoolean()) {
                    stream.update(part);
                } else {
                    stream.update(ByteBuffer.wrap(whole, at, length));
                }
                parts.add(part);
                at += length;
            }
            assertThat(stream.digest()).isEqualTo(algorithm.hash(whole)).isEqualTo(algorithm.hash(parts.toArray(byte[][]::new)));
        }
    }

    @Test
    void aStreamEndsWithItsDigest() {
        HashStream stream = HashAlgorithm.SHA3_256.stream();
        stream.update(ascii("abc"));
        stream.digest();
        assertThatExceptionOfType(CryptoBug.class).isThrownBy(stream::digest);
        assertThatExceptionOfType(CryptoBug.class).isThrownBy(() -> stream.update(ascii("d")));
        assertThatExceptionOfType(CryptoBug.class).isThrownBy(() -> stream.update(ByteBuffer.allocate(1)));
    }

    @ParameterizedTest
    @EnumSource
    void aStoredHashIsVerifiedInEveryByte(Family family) {
        HashAlgorithm algorithm = any(family);
        byte[] stored = algorithm.hash(ascii("data"));
        assertThat(algorithm.verify(ascii("data"), stored)).isTrue();
        assertThat(algorithm.verify(ascii("Data"), stored)).isFalse();
        assertThat(algorithm.verify(ascii("data"), Arrays.copyOf(stored, stored.length - 1))).isFalse();
        assertThat(algorithm.verify(ascii("data"), Arrays.copyOf(stored, stored.length + 1))).isFalse();
        assertThat(algorithm.verify(ascii("data"), new byte[0])).isFalse();
        for (int bit = 0; bit < stored.length * 8; bit++) {
            byte[] changed = stored.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(algorithm.verify(ascii("data"), changed)).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void virtualThreadsDoNotDisturbEachOther(Family family) throws Exception {
        HashAlgorithm algorithm = any(family);
        List<byte[]> expected = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            expected.add(algorithm.hash(counting(i)));
        }
        List<Future<byte[]>> answers = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 500; i++) {
                byte[] data = counting(i);
                answers.add(threads.submit(() -> algorithm.hash(data)));
            }
        }
        for (int i = 0; i < 500; i++) {
            assertThat(answers.get(i).get()).isEqualTo(expected.get(i));
        }
    }

    private static boolean fixed64(Family family) {
        return family == Family.SHA_512 || family == Family.SHA3_512;
    }

    private static HashAlgorithm any(Family family) {
        return new HashAlgorithm(family, fixed64(family) ? 64 : 32);
    }

    private static byte[] counting(int length) {
        byte[] data = new byte[length];
        for (int i = 0; i < length; i++) {
            data[i] = (byte) i;
        }
        return data;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
