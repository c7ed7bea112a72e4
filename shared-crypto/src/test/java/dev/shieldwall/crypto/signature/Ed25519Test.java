package dev.shieldwall.crypto.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.shieldwall.crypto.CryptoBug;
import dev.shieldwall.crypto.SecretAccess;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class Ed25519Test {

    private static final SigningContext CONTEXT = SigningContext.of("shieldwall/test/v1");
    private static final byte[] MESSAGE = "a message".getBytes(StandardCharsets.US_ASCII);
    private static final HexFormat HEX = HexFormat.of();

    static List<SignatureBackend> backends() {
        return SelectedBackend.present();
    }

    private record Vector(String seed, String publicKey, String message, String signature) {}

    /** RFC 8032 section 7.1, tests 1, 2, 3 and "SHA(abc)". */
    private static final List<Vector> RFC_8032 = List.of(
            new Vector(
                    "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
                    "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
                    "",
                    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
                            + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"),
            new Vector(
                    "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
                    "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
                    "72",
                    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                            + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"),
            new Vector(
                    "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
                    "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
                    "af82",
                    "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
                            + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"),
            new Vector(
                    "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
                    "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
                    "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                            + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
                    "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b589"
                            + "09351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704"));

    @ParameterizedTest
    @MethodSource("backends")
    void theVectorsOfRfc8032Hold(SignatureBackend backend) throws Exception {
        for (Vector vector : RFC_8032) {
            Ed25519PrivateKey key = Ed25519PrivateKey.fromSeed(HEX.parseHex(vector.seed()), backend);
            byte[] message = HEX.parseHex(vector.message());
            byte[] signature = HEX.parseHex(vector.signature());
            assertThat(HEX.formatHex(key.publicKey().bytes())).isEqualTo(vector.publicKey());
            assertThat(key.sign(message)).isEqualTo(signature);
            StrictRule.verify(key.publicKey().verifying(), message, signature);
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void aSignatureHoldsForItsKeyContextAndMessageOnly(SignatureBackend backend) throws Exception {
        Ed25519PrivateKey key = newKey(backend);
        byte[] signature = new Ed25519Signer(key).sign(CONTEXT, MESSAGE);

        Ed25519Verifier.verify(key.publicKey(), CONTEXT, MESSAGE, signature);
        assertRejected(newKey(backend).publicKey(), CONTEXT, MESSAGE, signature);
        assertRejected(key.publicKey(), SigningContext.of("shieldwall/test/v2"), MESSAGE, signature);
        assertRejected(key.publicKey(), CONTEXT, "a massage".getBytes(StandardCharsets.US_ASCII), signature);
    }

    @ParameterizedTest
    @MethodSource("backends")
    void noBitOfASignatureCanBeChanged(SignatureBackend backend) {
        Ed25519PrivateKey key = newKey(backend);
        byte[] signature = new Ed25519Signer(key).sign(CONTEXT, MESSAGE);
        for (int bit = 0; bit < signature.length * 8; bit++) {
            byte[] changed = signature.clone();
            changed[bit / 8] ^= (byte) (1 << (bit % 8));
            assertRejected(key.publicKey(), CONTEXT, MESSAGE, changed);
        }
        for (int length = 0; length < 130; length++) {
            if (length != Ed25519Verifier.SIGNATURE_BYTES) {
                assertRejected(key.publicKey(), CONTEXT, MESSAGE, Arrays.copyOf(signature, length));
            }
        }
    }

    @Test
    void aKeyHas32Bytes() {
        assertThatExceptionOfType(KeyRejectedException.class).isThrownBy(() -> Ed25519PublicKey.of(new byte[31]));
        assertThatExceptionOfType(KeyRejectedException.class).isThrownBy(() -> Ed25519PublicKey.of(new byte[33]));
        assertThatIllegalArgumentException().isThrownBy(() -> Ed25519PrivateKey.fromSeed(new byte[31]));
        assertThatIllegalArgumentException().isThrownBy(() -> Ed25519PrivateKey.fromSeed(new byte[33]));
    }

    @ParameterizedTest
    @MethodSource("backends")
    void aClosedKeyDoesNotSign(SignatureBackend backend) {
        Ed25519PrivateKey key = newKey(backend);
        Ed25519Signer signer = new Ed25519Signer(key);
        key.close();
        assertThatExceptionOfType(CryptoBug.class).isThrownBy(() -> signer.sign(CONTEXT, MESSAGE));
        assertThatExceptionOfType(CryptoBug.class).isThrownBy(() -> key.seed(SecretAccess.granted()));
        key.close();
    }

    @Test
    void aPrivateKeyDoesNotPrintItsSeed() {
        byte[] seed = new byte[32];
        Arrays.fill(seed, (byte) 0xab);
        Ed25519PrivateKey key = Ed25519PrivateKey.fromSeed(seed);
        assertThat(key).hasToString("Ed25519PrivateKey[redacted, public " + key.publicKey().thumbprint() + "]");
        assertThat(key.toString().toLowerCase(java.util.Locale.ROOT)).doesNotContain("abab").doesNotContain("q6ur");
    }

    @Test
    void keysCompareByContentAndShareNoArray() throws Exception {
        byte[] bytes = HEX.parseHex(RFC_8032.get(0).publicKey());
        Ed25519PublicKey key = Ed25519PublicKey.of(bytes);
        bytes[0] ^= 1;
        key.bytes()[0] ^= 1;
        assertThat(key).isEqualTo(Ed25519PublicKey.of(HEX.parseHex(RFC_8032.get(0).publicKey())))
                .isNotEqualTo(Ed25519PublicKey.of(HEX.parseHex(RFC_8032.get(1).publicKey())));
        assertThat(key).hasSameHashCodeAs(Ed25519PublicKey.of(key.bytes()));
    }

    /** RFC 8037 appendix A.3. */
    @Test
    void theThumbprintIsThatOfRfc8037() throws Exception {
        byte[] bytes = Base64.getUrlDecoder().decode("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");
        assertThat(Ed25519PublicKey.of(bytes).thumbprint()).isEqualTo("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    }

    @Test
    void theJdkVerifiesWithTheKeyThatWeHandOut() throws GeneralSecurityException {
        Ed25519PrivateKey key = newKey(SelectedBackend.get());
        byte[] input = "eyJhbGciOiJFZERTQSJ9.e30".getBytes(StandardCharsets.US_ASCII);
        Signature engine = Signature.getInstance("Ed25519");
        engine.initVerify(key.publicKey().toJava());
        engine.update(input);
        assertThat(engine.verify(new Ed25519Signer(key).sign(SigningContext.JWS, input))).isTrue();
    }

    /** Signature objects of the libraries are stateful; sharing one among threads gives wrong answers. */
    @ParameterizedTest
    @MethodSource("backends")
    void oneKeyServesTwoThousandVirtualThreads(SignatureBackend backend) throws Exception {
        Ed25519PrivateKey key = newKey(backend);
        Ed25519Signer signer = new Ed25519Signer(key);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> answers = IntStream.range(0, 2_000)
                    .mapToObj(i -> threads.submit(() -> signsAndVerifies(signer, i)))
                    .toList();
            for (Future<Boolean> answer : answers) {
                assertThat(answer.get()).isTrue();
            }
        }
    }

    private static boolean signsAndVerifies(Ed25519Signer signer, int i) throws SignatureRejectedException {
        byte[] message = ("message " + i).getBytes(StandardCharsets.US_ASCII);
        byte[] signature = signer.sign(CONTEXT, message);
        Ed25519Verifier.verify(signer.publicKey(), CONTEXT, message, signature);
        message[0] ^= 1;
        try {
            Ed25519Verifier.verify(signer.publicKey(), CONTEXT, message, signature);
            return false;
        } catch (SignatureRejectedException e) {
            return true;
        }
    }

    private static Ed25519PrivateKey newKey(SignatureBackend backend) {
        byte[] seed = new byte[32];
        new SecureRandom().nextBytes(seed);
        return Ed25519PrivateKey.fromSeed(seed, backend);
    }

    private static void assertRejected(Ed25519PublicKey key, SigningContext context, byte[] message, byte[] signature) {
        assertThatExceptionOfType(SignatureRejectedException.class)
                .isThrownBy(() -> Ed25519Verifier.verify(key, context, message, signature));
    }
}
