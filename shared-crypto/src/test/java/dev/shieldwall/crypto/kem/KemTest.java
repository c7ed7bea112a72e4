package dev.shieldwall.crypto.kem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.shieldwall.crypto.CryptoBug;
import dev.shieldwall.crypto.SecretAccess;
import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.crypto.signature.KeyRejectedException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for every KEM, through the public API. */
class KemTest {

    private static final SecureRandom RANDOM = new SecureRandom();

    @ParameterizedTest
    @EnumSource
    void bothSidesGetTheSameSecretAndEverythingGoesRound(KemAlgorithm algorithm) throws Exception {
        KemPrivateKey key = KemPrivateKey.generate(algorithm, RANDOM);
        byte[] secretForm = key.encode(SecretAccess.granted());
        KemPrivateKey again = KemPrivateKey.decode(secretForm);
        KemPublicKey publicKey = KemPublicKey.decode(key.publicKey().encode());
        Encapsulation sent = publicKey.encapsulate(RANDOM);

        assertThat(again.decapsulate(sent.ciphertext())).isEqualTo(sent.sharedSecret());
        assertThat(key.decapsulate(sent.ciphertext())).isEqualTo(sent.sharedSecret());
        assertThat(sent.sharedSecret().length()).isEqualTo(algorithm.secretBytes());
        assertThat(sent.ciphertext()).hasSize(1 + algorithm.ciphertextBytes()).startsWith(algorithm.id());
        assertThat(secretForm).hasSize(1 + algorithm.privateKeyBytes()).startsWith(algorithm.id());
        assertThat(again.encode(SecretAccess.granted())).isEqualTo(secretForm);
        assertThat(publicKey).isEqualTo(again.publicKey()).hasSameHashCodeAs(again.publicKey());
        assertThat(publicKey.encode()).hasSize(1 + algorithm.publicKeyBytes()).startsWith(algorithm.id());
        assertThat(publicKey.encapsulate(RANDOM).sharedSecret()).isNotEqualTo(sent.sharedSecret());
        KemPrivateKey stranger = KemPrivateKey.generate(algorithm, RANDOM);
        assertThat(stranger.decapsulate(sent.ciphertext())).isNotEqualTo(sent.sharedSecret());
    }

    /** The last bit of an X25519 point is not looked at by RFC 7748, but it is hashed. */
    @ParameterizedTest
    @EnumSource
    void aChangedCiphertextGivesAnotherSecret(KemAlgorithm algorithm) throws Exception {
        KemPrivateKey key = KemPrivateKey.generate(algorithm, RANDOM);
        Encapsulation sent = key.publicKey().encapsulate(RANDOM);
        byte[] ciphertext = sent.ciphertext();
        int bits = ciphertext.length * 8;
        for (int bit = 8; bit < bits; bit += bit > bits - 300 ? 1 : 1 + bits / 200) {
            byte[] changed = ciphertext.clone();
            changed[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThat(key.decapsulate(changed)).as("bit " + bit).isNotEqualTo(sent.sharedSecret());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aWrongLengthOrIdIsRefused(KemAlgorithm algorithm) throws Exception {
        KemPrivateKey key = KemPrivateKey.generate(algorithm, RANDOM);
        byte[] ciphertext = key.publicKey().encapsulate(RANDOM).ciphertext();
        for (int length : new int[] {0, 1, ciphertext.length - 1, ciphertext.length + 1}) {
            assertThatExceptionOfType(CiphertextRejectedException.class)
                    .isThrownBy(() -> key.decapsulate(Arrays.copyOf(ciphertext, length)));
        }
        for (int id = 0; id < 256; id++) {
            byte[] other = ciphertext.clone();
            other[0] = (byte) id;
            if (other[0] != algorithm.id()) {
                assertThatExceptionOfType(CiphertextRejectedException.class).isThrownBy(() -> key.decapsulate(other));
            }
        }
        byte[] publicKey = key.publicKey().encode();
        byte[] privateKey = key.encode(SecretAccess.granted());
        for (int change : new int[] {-1, 1}) {
            assertThatExceptionOfType(KeyRejectedException.class)
                    .isThrownBy(() -> KemPublicKey.decode(Arrays.copyOf(publicKey, publicKey.length + change)))
                    .withMessageContaining("has " + algorithm.publicKeyBytes() + " bytes");
            assertThatExceptionOfType(KeyRejectedException.class)
                    .isThrownBy(() -> KemPrivateKey.decode(Arrays.copyOf(privateKey, privateKey.length + change)))
                    .withMessageContaining("has " + algorithm.privateKeyBytes() + " bytes");
        }
    }

    @Test
    void emptyAndUnknownIdsAreRefused() {
        assertThatExceptionOfType(KeyRejectedException.class).isThrownBy(() -> KemPublicKey.decode(new byte[0]));
        assertThatExceptionOfType(KeyRejectedException.class).isThrownBy(() -> KemPrivateKey.decode(new byte[0]));
        Set<Byte> known = Stream.of(KemAlgorithm.values()).map(KemAlgorithm::id).collect(Collectors.toSet());
        assertThat(KemAlgorithm.values())
                .as("ids are never given to another")
                .extracting(KemAlgorithm::id)
                .containsExactly((byte) 0x20, (byte) 0x21, (byte) 0x22, (byte) 0x23, (byte) 0x24, (byte) 0x28);
        assertThat(known).hasSize(KemAlgorithm.values().length).allMatch(id -> id >= 0x20 && id <= 0x3f);
        for (int id = 0; id < 256; id++) {
            byte[] encoded = new byte[33];
            encoded[0] = (byte) id;
            if (!known.contains((byte) id)) {
                assertThatExceptionOfType(KeyRejectedException.class)
                        .isThrownBy(() -> KemPublicKey.decode(encoded))
                        .withMessageContaining("id");
            }
        }
    }

    @Test
    void aFloorRefusesWhatIsBelowIt() {
        byte[] classical = KemPrivateKey.generate(KemAlgorithm.X25519, RANDOM).publicKey().encode();
        assertThatExceptionOfType(KeyRejectedException.class)
                .isThrownBy(() -> KemPublicKey.decode(classical, EnumSet.of(KemAlgorithm.X_WING)));
    }

    @Test
    void roundThreeNamesMeanTheStandardsThatCameOfThem() {
        assertThat(KemAlgorithm.named("Kyber512")).contains(KemAlgorithm.ML_KEM_512);
        assertThat(KemAlgorithm.named("KYBER_768")).contains(KemAlgorithm.ML_KEM_768);
        assertThat(KemAlgorithm.named("kyber-1024")).contains(KemAlgorithm.ML_KEM_1024);
        assertThat(KemAlgorithm.named("x25519+ml-kem-768")).contains(KemAlgorithm.X_WING);
        for (String unknown : new String[] {"", "Kyber", "Kyber-90s", "X25519MLKEM768", "ML-\u212aEM-768", "x-w\u0130ng"}) {
            assertThat(KemAlgorithm.named(unknown)).as(unknown).isEmpty();
        }
        for (KemAlgorithm algorithm : KemAlgorithm.values()) {
            assertThat(KemAlgorithm.named(algorithm.canonicalName())).contains(algorithm);
            algorithm.aliases().forEach(alias -> assertThat(KemAlgorithm.named(alias)).contains(algorithm));
            assertThat(KemAlgorithm.ofId(algorithm.id())).contains(algorithm);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPrivateKeyPrintsNothingAndOpensNothingAfterClose(KemAlgorithm algorithm) throws Exception {
        KemPrivateKey key = KemPrivateKey.generate(algorithm, RANDOM);
        byte[] secretForm = key.encode(SecretAccess.granted());
        Encapsulation sent = key.publicKey().encapsulate(RANDOM);
        assertThat(key.toString()).doesNotContain(HexFormat.of().formatHex(secretForm, 1, 17));
        key.close();
        key.close();
        assertThatExceptionOfType(CryptoBug.class).isThrownBy(() -> key.decapsulate(sent.ciphertext()));
        assertThatExceptionOfType(CryptoBug.class).isThrownBy(() -> key.encode(SecretAccess.granted()));
        SecretBytes secret = sent.sharedSecret();
        sent.close();
        assertThatExceptionOfType(CryptoBug.class).isThrownBy(() -> secret.copy(SecretAccess.granted()));
    }

    @ParameterizedTest
    @EnumSource
    void keysShareNoArray(KemAlgorithm algorithm) throws Exception {
        KemPrivateKey key = KemPrivateKey.generate(algorithm, RANDOM);
        byte[] seed = Arrays.copyOfRange(key.encode(SecretAccess.granted()), 1, 1 + algorithm.privateKeyBytes());
        byte[] raw = key.publicKey().bytes();
        KemPrivateKey again = KemPrivateKey.of(algorithm, seed);
        KemPublicKey publicKey = KemPublicKey.of(algorithm, raw);
        Arrays.fill(seed, (byte) 0);
        Arrays.fill(raw, (byte) 0);
        Encapsulation sent = publicKey.encapsulate(RANDOM);
        assertThat(again.decapsulate(sent.ciphertext())).isEqualTo(sent.sharedSecret());
    }

    @ParameterizedTest
    @EnumSource
    void oneKeyServesManyThreads(KemAlgorithm algorithm) throws Exception {
        KemPrivateKey key = KemPrivateKey.generate(algorithm, RANDOM);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var tasks = IntStream.range(0, 200).mapToObj(i -> threads.submit(() -> {
                Encapsulation sent = key.publicKey().encapsulate(RANDOM);
                return key.decapsulate(sent.ciphertext()).equals(sent.sharedSecret());
            })).toList();
            for (var task : tasks) {
                assertThat(task.get()).isTrue();
            }
        }
    }

    /** The caller's array stays the caller's: the key neither changes it nor changes with it, nor does closing touch it. */
    @ParameterizedTest
    @EnumSource
    void aKeySharesNoArrayWithItsMaker(KemAlgorithm algorithm) throws Exception {
        byte[] seed = new byte[algorithm.privateKeyBytes()];
        RANDOM.nextBytes(seed);
        byte[] before = seed.clone();
        KemPrivateKey key = KemPrivateKey.of(algorithm, seed);
        assertThat(seed).isEqualTo(before);
        byte[] raw = key.publicKey().bytes();
        KemPublicKey publicKey = KemPublicKey.of(algorithm, raw);
        Arrays.fill(seed, (byte) 0);
        Arrays.fill(raw, (byte) 0);
        try (Encapsulation sent = publicKey.encapsulate(RANDOM)) {
            assertThat(key.decapsulate(sent.ciphertext())).isEqualTo(sent.sharedSecret());
        }
        Arrays.fill(seed, (byte) 7);
        key.close();
        assertThat(seed).containsOnly(7);
    }

    @ParameterizedTest
    @EnumSource
    void theSelfTestPasses(KemAlgorithm algorithm) {
        assertThatCode(() -> KemSelfTest.run(algorithm, RANDOM)).doesNotThrowAnyException();
    }

    /** u = 0, 1 and p - 1 exist on both curves; the product with each is zero. */
    @ParameterizedTest
    @EnumSource(names = {"X25519", "X448"})
    void pointsOfSmallOrderAreRefused(KemAlgorithm algorithm) throws Exception {
        KemPrivateKey key = KemPrivateKey.generate(algorithm, RANDOM);
        byte[] one = new byte[algorithm.publicKeyBytes()];
        one[0] = 1;
        for (byte[] point : new byte[][] {new byte[one.length], one, minusOne(algorithm)}) {
            KemPublicKey peer = KemPublicKey.of(algorithm, point);
            assertThatExceptionOfType(KeyRejectedException.class).isThrownBy(() -> DhAgreement.agree(key, peer));
            assertThatExceptionOfType(KeyRejectedException.class).isThrownBy(() -> peer.encapsulate(RANDOM));
            byte[] ciphertext = algorithm.tag(point);
            assertThatExceptionOfType(CiphertextRejectedException.class)
                    .isThrownBy(() -> key.decapsulate(ciphertext));
        }
    }

    private static byte[] minusOne(KemAlgorithm algorithm) {
        byte[] point = new byte[algorithm.publicKeyBytes()];
        Arrays.fill(point, (byte) 0xff);
        if (algorithm == KemAlgorithm.X25519) {
            point[0] = (byte) 0xec;
            point[31] = 0x7f;
        } else {
            point[0] = (byte) 0xfe;
            point[28] = (byte) 0xfe;
        }
        return point;
    }

    @ParameterizedTest
    @EnumSource(names = {"X25519", "X448"})
    void agreementIsTheSameOnBothSides(KemAlgorithm algorithm) throws Exception {
        KemPrivateKey left = KemPrivateKey.generate(algorithm, RANDOM);
        KemPrivateKey right = KemPrivateKey.generate(algorithm, RANDOM);
        SecretBytes secret = DhAgreement.agree(left, right.publicKey());
        assertThat(secret).isEqualTo(DhAgreement.agree(right, left.publicKey()));
        assertThat(secret.length()).isEqualTo(algorithm.publicKeyBytes());
        left.close();
        assertThatExceptionOfType(CryptoBug.class).isThrownBy(() -> DhAgreement.agree(left, right.publicKey()));
    }

    @Test
    void agreementIsForTwoKeysOfOneCurve() {
        KemPrivateKey x25519 = KemPrivateKey.generate(KemAlgorithm.X25519, RANDOM);
        KemPrivateKey x448 = KemPrivateKey.generate(KemAlgorithm.X448, RANDOM);
        KemPrivateKey lattice = KemPrivateKey.generate(KemAlgorithm.ML_KEM_768, RANDOM);
        assertThatExceptionOfType(KeyRejectedException.class)
                .isThrownBy(() -> DhAgreement.agree(x25519, x448.publicKey()));
        assertThatIllegalArgumentException().isThrownBy(() -> DhAgreement.agree(lattice, lattice.publicKey()));
    }

    @ParameterizedTest
    @EnumSource(names = {"ML_KEM_512", "ML_KEM_768", "ML_KEM_1024", "X_WING"})
    void aLatticeKeyWithCoefficientsThatAreNotReducedIsRefused(KemAlgorithm algorithm) {
        byte[] raw = KemPrivateKey.generate(algorithm, RANDOM).publicKey().bytes();
        raw[0] = (byte) 0xff;
        raw[1] |= 0x0f;
        assertThatExceptionOfType(KeyRejectedException.class).isThrownBy(() -> KemPublicKey.of(algorithm, raw));
    }
}
