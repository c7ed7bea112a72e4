package dev.shieldwall.crypto.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.shieldwall.crypto.CryptoBug;
import dev.shieldwall.crypto.SecretAccess;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every algorithm, through the public API. */
class SignaturesTest {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final SigningContext CONTEXT = SigningContext.of("shieldwall/test/v1");
    private static final SigningContext OTHER = SigningContext.of("shieldwall/test/v2");
    private static final byte[] MESSAGE = "a message".getBytes(StandardCharsets.US_ASCII);
    private static final Set<SignatureAlgorithm> ALL = EnumSet.allOf(SignatureAlgorithm.class);

    /** The small variants of SLH-DSA sign for a second each: they run in the first test only. */
    static Stream<SignatureAlgorithm> fast() {
        return ALL.stream().filter(algorithm -> !algorithm.canonicalName().endsWith("s"));
    }

    @ParameterizedTest
    @EnumSource
    void keysAndSignaturesGoRoundInTheirOneForm(SignatureAlgorithm algorithm) throws Exception {
        SignaturePrivateKey key = SignaturePrivateKey.generate(algorithm, RANDOM);
        byte[] encoded = key.encode(SecretAccess.granted());
        SignaturePrivateKey again = SignaturePrivateKey.decode(encoded, ALL);
        byte[] encodedPublic = key.publicKey().encode();
        SignaturePublicKey publicKey = SignaturePublicKey.decode(encodedPublic, ALL);
        byte[] signature = new Signer(again, CONTEXT).sign(MESSAGE);

        new Verifier(publicKey, CONTEXT).verify(MESSAGE, signature);
        assertThat(encoded).hasSize(1 + algorithm.privateKeyBytes()).startsWith(algorithm.id());
        assertThat(encodedPublic).hasSize(1 + algorithm.publicKeyBytes()).startsWith(algorithm.id());
        assertThat(signature).hasSize(1 + algorithm.signatureBytes()).startsWith(algorithm.id());
        assertThat(again.encode(SecretAccess.granted())).isEqualTo(encoded);
        assertThat(publicKey).isEqualTo(again.publicKey()).hasSameHashCodeAs(again.publicKey());
        assertThat(publicKey.encode()).isEqualTo(encodedPublic);
        assertThat(TaggedSignature.parse(signature).encode()).isEqualTo(signature);
        assertThat(TaggedSignature.parse(signature)).isEqualTo(TaggedSignature.parse(signature.clone()));
    }

    @ParameterizedTest
    @MethodSource("fast")
    void aSignatureHoldsForItsKeyContextAndMessageOnly(SignatureAlgorithm algorithm) throws Exception {
        SignaturePrivateKey key = SignaturePrivateKey.generate(algorithm, RANDOM);
        byte[] signature = new Signer(key, CONTEXT).sign(MESSAGE);
        new Verifier(key.publicKey(), CONTEXT).verify(MESSAGE, signature);

        assertRejected(key.publicKey(), OTHER, MESSAGE, signature);
        assertRejected(key.publicKey(), CONTEXT, "a massage".getBytes(StandardCharsets.US_ASCII), signature);
        assertRejected(key.publicKey(), CONTEXT, new byte[0], signature);
        assertRejected(SignaturePrivateKey.generate(algorithm, RANDOM).publicKey(), CONTEXT, MESSAGE, signature);
    }

    /** What stands before the message is part of what is signed: it cannot move over to the message. */
    @ParameterizedTest
    @MethodSource("fast")
    void aContextCannotBeSharedOutDifferently(SignatureAlgorithm algorithm) {
        SignaturePrivateKey key = SignaturePrivateKey.generate(algorithm, RANDOM);
        byte[] signature = new Signer(key, CONTEXT).sign(MESSAGE);
        byte[] bound = CONTEXT.bind(MESSAGE);
        assertRejected(key.publicKey(), SigningContext.JWS, bound, signature);
        assertRejected(key.publicKey(), SigningContext.SIGNED_NOTE, bound, signature);
        assertThatExceptionOfType(CryptoBug.class)
                .isThrownBy(() -> new Signer(key, SigningContext.JWS).sign(bound));
    }

    /** Every bit of short signatures, 200 to 400 spread over long ones, and always the first and the last byte. */
    @ParameterizedTest
    @MethodSource("fast")
    void noBitOfASignatureCanBeChanged(SignatureAlgorithm algorithm) {
        SignaturePrivateKey key = SignaturePrivateKey.generate(algorithm, RANDOM);
        byte[] signature = new Signer(key, CONTEXT).sign(MESSAGE);
        int bits = signature.length * 8;
        int step = signature.length > 200 ? bits / 200 : 1;
        IntStream positions = IntStream.range(0, bits)
                .filter(bit -> bit % step == 0 || bit < 16 || bit >= bits - 8);
        positions.forEach(bit -> {
            byte[] changed = signature.clone();
            changed[bit / 8] ^= (byte) (1 << (bit % 8));
            assertRejected(key.publicKey(), CONTEXT, MESSAGE, changed);
        });
    }

    @ParameterizedTest
    @EnumSource
    void aWrongLengthIsRefusedBeforeAnyMaths(SignatureAlgorithm algorithm) {
        for (int wrong : new int[] {-algorithm.signatureBytes(), -1, 1}) {
            byte[] signature = tagged(algorithm, algorithm.signatureBytes() + wrong);
            assertThatExceptionOfType(SignatureRejectedException.class)
                    .isThrownBy(() -> TaggedSignature.parse(signature))
                    .withMessageContaining("has " + algorithm.signatureBytes() + " bytes");
        }
        for (int wrong : new int[] {-1, 1}) {
            assertThatExceptionOfType(KeyRejectedException.class)
                    .isThrownBy(() -> SignaturePublicKey.decode(tagged(algorithm, algorithm.publicKeyBytes() + wrong), ALL))
                    .withMessageContaining("has " + algorithm.publicKeyBytes() + " bytes");
            assertThatExceptionOfType(KeyRejectedException.class)
                    .isThrownBy(() -> SignaturePrivateKey.decode(tagged(algorithm, algorithm.privateKeyBytes() + wrong), ALL))
                    .withMessageContaining("has " + algorithm.privateKeyBytes() + " bytes");
        }
    }

    @Test
    void emptyAndUnknownIdsAreRefused() {
        assertThatExceptionOfType(SignatureRejectedException.class).isThrownBy(() -> TaggedSignature.parse(new byte[0]));
        assertThatExceptionOfType(KeyRejectedException.class).isThrownBy(() -> SignaturePublicKey.decode(new byte[0]));
        assertThatExceptionOfType(KeyRejectedException.class).isThrownBy(() -> SignaturePrivateKey.decode(new byte[0]));
        Set<Byte> known = new HashSet<>(ALL.stream().map(SignatureAlgorithm::id).toList());
        for (int id = 0; id < 256; id++) {
            byte[] encoded = new byte[65];
            encoded[0] = (byte) id;
            if (!known.contains((byte) id)) {
                assertThatExceptionOfType(SignatureRejectedException.class)
                        .isThrownBy(() -> TaggedSignature.parse(encoded))
                        .withMessageContaining("id");
                assertThatExceptionOfType(KeyRejectedException.class)
                        .isThrownBy(() -> SignaturePublicKey.decode(encoded, ALL))
                        .withMessageContaining("id");
            }
        }
    }

    /** Pairs of equal length: only the id tells them apart. */
    @Test
    void theIdOfASignatureMustBeThatOfTheKey() {
        SignatureAlgorithm[][] pairs = {
            {SignatureAlgorithm.ED25519, SignatureAlgorithm.ECDSA_P256},
            {SignatureAlgorithm.SLH_DSA_SHA2_128F, SignatureAlgorithm.SLH_DSA_SHAKE_128F},
        };
        for (SignatureAlgorithm[] pair : pairs) {
            SignaturePrivateKey key = SignaturePrivateKey.generate(pair[0], RANDOM);
            byte[] signature = new Signer(key, CONTEXT).sign(MESSAGE);
            signature[0] = pair[1].id();
            assertThatExceptionOfType(SignatureRejectedException.class)
                    .isThrownBy(() -> new Verifier(key.publicKey(), CONTEXT).verify(MESSAGE, signature))
                    .withMessageContaining(pair[1].canonicalName());
        }
    }

    /** The caller's array stays the caller's: the key neither changes it nor changes with it, nor does closing touch it. */
    @ParameterizedTest
    @MethodSource("fast")
    void aKeySharesNoArrayWithItsMaker(SignatureAlgorithm algorithm) throws Exception {
        byte[] encoded = SignaturePrivateKey.generate(algorithm, RANDOM).encode(SecretAccess.granted());
        byte[] raw = Arrays.copyOfRange(encoded, 1, encoded.length);
        byte[] before = raw.clone();
        SignaturePrivateKey key = SignaturePrivateKey.of(algorithm, raw);
        assertThat(raw).isEqualTo(before);
        byte[] rawPublic = key.publicKey().bytes();
        SignaturePublicKey publicKey = SignaturePublicKey.of(algorithm, rawPublic);
        Arrays.fill(raw, (byte) 0);
        Arrays.fill(rawPublic, (byte) 0);
        new Verifier(publicKey, CONTEXT).verify(MESSAGE, new Signer(key, CONTEXT).sign(MESSAGE));
        Arrays.fill(raw, (byte) 7);
        key.close();
        assertThat(raw).containsOnly(7);
    }

    @Test
    void idsAreUniqueAndInTheirRange() {
        assertThat(ALL.stream().map(algorithm -> HexFormat.of().toHexDigits(algorithm.id())))
                .as("ids are never given to another")
                .containsExactly("01", "02", "03", "04", "05", "06", "08", "09", "0a", "0b", "0c", "0d", "0e", "0f", "18", "19", "1c");
        assertThat(ALL).extracting(SignatureAlgorithm::id).doesNotHaveDuplicates().allMatch(id -> id > 0 && id < 0x20);
        for (SignatureAlgorithm algorithm : ALL) {
            assertThat(SignatureAlgorithm.ofId(algorithm.id())).contains(algorithm);
        }
        // On the wire for ever.
        assertThat(SignatureAlgorithm.ED25519.id()).isEqualTo((byte) 0x01);
        assertThat(SignatureAlgorithm.ML_DSA_65.id()).isEqualTo((byte) 0x05);
        assertThat(SignatureAlgorithm.HYBRID_ED25519_ML_DSA_65.id()).isEqualTo((byte) 0x1c);
    }

    @Test
    void roundThreeNamesMeanTheStandardsThatCameOfThem() {
        assertThat(SignatureAlgorithm.named("Dilithium2")).contains(SignatureAlgorithm.ML_DSA_44);
        assertThat(SignatureAlgorithm.named("DILITHIUM_3")).contains(SignatureAlgorithm.ML_DSA_65);
        assertThat(SignatureAlgorithm.named("dilithium5")).contains(SignatureAlgorithm.ML_DSA_87);
        assertThat(SignatureAlgorithm.named("SPHINCS+-SHA2-128s-simple")).contains(SignatureAlgorithm.SLH_DSA_SHA2_128S);
        assertThat(SignatureAlgorithm.named("SPHINCS+-SHAKE-128f-simple")).contains(SignatureAlgorithm.SLH_DSA_SHAKE_128F);
        for (String unknown : new String[] {"", "Dilithium4", "SPHINCS+-SHA2-128s-robust", "Dilithium", "RSA"}) {
            assertThat(SignatureAlgorithm.named(unknown)).as(unknown).isEmpty();
        }
        for (SignatureAlgorithm algorithm : SignatureAlgorithm.STANDARD) {
            assertThat(SignatureAlgorithm.named(algorithm.canonicalName())).contains(algorithm);
            algorithm.aliases().forEach(alias -> assertThat(SignatureAlgorithm.named(alias)).contains(algorithm));
        }
        assertThat(ALL.stream().flatMap(a -> Stream.concat(Stream.of(a.canonicalName()), a.aliases().stream()))
                        .map(name -> name.toLowerCase(Locale.ROOT)))
                .doesNotHaveDuplicates();
    }

    @Test
    void falconIsThereForThoseWhoNameItOnly() throws Exception {
        SignaturePrivateKey key = SignaturePrivateKey.generate(SignatureAlgorithm.FALCON_512, RANDOM);
        byte[] secret = key.encode(SecretAccess.granted());
        assertThat(SignatureAlgorithm.named("Falcon-512")).isEmpty();
        assertThat(SignatureAlgorithm.FALCON_512.experimental()).isTrue();
        assertThat(SignatureAlgorithm.SLH_DSA_SHA2_128S.experimental()).isFalse();
        assertThatExceptionOfType(KeyRejectedException.class)
                .isThrownBy(() -> SignaturePublicKey.decode(key.publicKey().encode()));
        assertThatExceptionOfType(KeyRejectedException.class).isThrownBy(() -> SignaturePrivateKey.decode(secret));
        Set<SignatureAlgorithm> asked = EnumSet.of(SignatureAlgorithm.FALCON_512);
        assertThat(SignaturePublicKey.decode(key.publicKey().encode(), asked)).isEqualTo(key.publicKey());
    }

    @Test
    void aFloorRefusesWhatIsBelowIt() {
        SignaturePublicKey classical =
                SignaturePrivateKey.generate(SignatureAlgorithm.ED25519, RANDOM).publicKey();
        assertThatExceptionOfType(KeyRejectedException.class)
                .isThrownBy(() -> SignaturePublicKey.decode(
                        classical.encode(), EnumSet.of(SignatureAlgorithm.HYBRID_ED25519_ML_DSA_65)));
    }

    @ParameterizedTest
    @MethodSource("fast")
    void aPrivateKeyPrintsNothingAndSignsNothingAfterClose(SignatureAlgorithm algorithm) throws Exception {
        SignaturePrivateKey key = SignaturePrivateKey.generate(algorithm, RANDOM);
        byte[] secret = key.encode(SecretAccess.granted());
        assertThat(key.toString()).doesNotContain(HexFormat.of().formatHex(secret, 1, 17));
        Signer signer = new Signer(key, CONTEXT);
        key.close();
        key.close();
        assertThatExceptionOfType(CryptoBug.class).isThrownBy(() -> signer.sign(MESSAGE));
        assertThatExceptionOfType(CryptoBug.class).isThrownBy(() -> key.encode(SecretAccess.granted()));
        SignaturePrivateKey again = SignaturePrivateKey.decode(secret, ALL);
        new Verifier(key.publicKey(), CONTEXT).verify(MESSAGE, new Signer(again, CONTEXT).sign(MESSAGE));
    }

    @ParameterizedTest
    @MethodSource("fast")
    void keysShareNoArray(SignatureAlgorithm algorithm) throws Exception {
        SignaturePrivateKey key = SignaturePrivateKey.generate(algorithm, RANDOM);
        byte[] raw = key.publicKey().bytes();
        SignaturePublicKey publicKey = SignaturePublicKey.of(algorithm, raw);
        byte[] secret = Arrays.copyOfRange(key.encode(SecretAccess.granted()), 1, 1 + algorithm.privateKeyBytes());
        SignaturePrivateKey again = SignaturePrivateKey.of(algorithm, secret);
        Arrays.fill(raw, (byte) 0);
        Arrays.fill(secret, (byte) 0);
        Arrays.fill(publicKey.bytes(), (byte) 0);
        new Verifier(publicKey, CONTEXT).verify(MESSAGE, new Signer(again, CONTEXT).sign(MESSAGE));
    }

    @ParameterizedTest
    @EnumSource(names = {"ED25519", "ED448", "ECDSA_P256", "ML_DSA_65", "SLH_DSA_SHA2_128F", "FALCON_512",
        "HYBRID_ED25519_ML_DSA_65"})
    void oneSignerServesManyThreads(SignatureAlgorithm algorithm) throws Exception {
        SignaturePrivateKey key = SignaturePrivateKey.generate(algorithm, RANDOM);
        Signer signer = new Signer(key, CONTEXT);
        Verifier verifier = new Verifier(key.publicKey(), CONTEXT);
        int calls = algorithm == SignatureAlgorithm.SLH_DSA_SHA2_128F ? 16 : 300;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var tasks = IntStream.range(0, calls).mapToObj(i -> threads.submit(() -> {
                byte[] message = {(byte) i, (byte) (i >> 8)};
                verifier.verify(message, signer.sign(message));
                return i;
            })).toList();
            for (var task : tasks) {
                task.get();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("fast")
    void theSelfTestPasses(SignatureAlgorithm algorithm) {
        assertThatCode(() -> SignatureSelfTest.run(algorithm, RANDOM)).doesNotThrowAnyException();
    }

    private static void assertRejected(
            SignaturePublicKey key, SigningContext context, byte[] message, byte[] signature) {
        assertThatExceptionOfType(SignatureRejectedException.class)
                .as(key.algorithm().canonicalName())
                .isThrownBy(() -> new Verifier(key, context).verify(message, signature));
    }

    private static byte[] tagged(SignatureAlgorithm algorithm, int length) {
        byte[] encoded = new byte[1 + length];
        encoded[0] = algorithm.id();
        return encoded;
    }
}
